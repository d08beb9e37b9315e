/** Corrections on their way: kept, learned from, and the answer computed once more. */
import { create } from "zustand";
import type {
  ApiError,
  Correction,
  RunInput,
  RunRecord,
  TaskKind,
  TaskSpec,
  TeachingView,
} from "../../generated";
import { asHostError, call, stream } from "../../host";
import { text } from "../../i18n";
import { runAgain } from "../desk";
import { sheetOf, useSheets } from "../draft/sheets";
import { complain } from "../notice/toast";
import { keys, outdate } from "../query/client";
import { knownTeaching, learnAgain, taught } from "../query/teaching";
import { changeWords } from "./words";

/** What became of the latest correction of a page. */
export type Lesson =
  | { state: "learning"; run: string }
  | { state: "failed"; run: string; error: ApiError }
  | {
      state: "learned";
      /** The run whose answer it changed, as it is now. */
      run: string;
      view: TeachingView;
      /** What was measured before it. */
      before: number | null;
      /** What it changed in this document, in words. */
      changed: string[];
      /** The name under which the task was kept for it. */
      savedAs: string | null;
      /** What undoes it; null where it was undone. */
      undo: Told | null;
    };

interface Teacher {
  lessons: Partial<Record<TaskKind, Lesson>>;
  tell: (kind: TaskKind, lesson: Lesson | undefined) => void;
}

export const useTeacher = create<Teacher>()((set) => ({
  lessons: {},
  tell: (kind, lesson) => set(({ lessons }) => ({ lessons: { ...lessons, [kind]: lesson } })),
}));

export interface Told {
  kind: TaskKind;
  /** The document's key on the desk; null where the run was opened from the history. */
  key: string | null;
  input: RunInput;
  record: RunRecord;
  /** Is given the answer that was computed once more. */
  onAgain?: (record: RunRecord) => void;
}

/** Keeps what a person says of an answer, learns, and computes the answer once more. */
export async function correct(told: Told, correction: Correction): Promise<void> {
  const { kind, key, input, record, onAgain } = told;
  const { tell } = useTeacher.getState();
  const { task } = record;
  tell(kind, { state: "learning", run: record.summary.id });
  const before = knownTeaching(task)?.report?.after ?? null;
  try {
    const operation = crypto.randomUUID();
    const request = { operation, task, input, correction };
    const view = await stream("correct_answer", { request }, () => {});
    taught(task, view);
    const savedAs = key === null ? null : await keepQuietly(kind, task);
    const now = await runAgain(kind, key, task, input);
    tell(kind, {
      state: "learned",
      run: now.summary.id,
      view,
      before,
      changed: changeWords(record, now),
      savedAs,
      undo: { ...told, record: now },
    });
    onAgain?.(now);
  } catch (thrown) {
    tell(kind, { state: "failed", run: record.summary.id, error: asHostError(thrown) });
    outdate(keys.teaching);
  }
}

/** Undoes the latest correction: what the person said of the document before stands again. */
export async function undo(told: Told, view: TeachingView): Promise<void> {
  const { kind, key, input, record, onAgain } = told;
  const { tell } = useTeacher.getState();
  const [latest] = view.examples;
  tell(kind, { state: "learning", run: record.summary.id });
  try {
    if (view.replaced) {
      await call("restore_example", { id: view.replaced });
    } else if (latest) {
      await call("drop_example", { id: latest.id });
    }
    const after = await learnAgain(record.task);
    const now = await runAgain(kind, key, record.task, input);
    const changed = [text.teach.undone, ...changeWords(record, now)];
    tell(kind, {
      state: "learned",
      run: now.summary.id,
      view: after,
      before: null,
      changed,
      savedAs: null,
      undo: null,
    });
    onAgain?.(now);
  } catch (thrown) {
    tell(kind, { state: "failed", run: record.summary.id, error: asHostError(thrown) });
  }
}

/** A task that is taught is worth keeping: one without a name gets one of its labels or fields. */
async function keepQuietly(kind: TaskKind, task: TaskSpec): Promise<string | null> {
  if (sheetOf(kind).taskId !== null) {
    return null;
  }
  const parts = kind === "classify" ? task.labels : task.fields;
  const made = parts.slice(0, 3).map(({ name }) => name);
  const name = task.name || made.join(", ") || text.form.task;
  try {
    const saved = await call("save_task", { id: null, task: { ...task, name } });
    useSheets.getState().kept(saved);
    outdate(keys.tasks);
    return name;
  } catch (thrown) {
    // What was taught is kept all the same: it belongs to the labels or fields, not to a name.
    complain(thrown);
    return null;
  }
}
