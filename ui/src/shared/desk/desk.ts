/**
 * What lies on a task page: the documents, and what became of each.
 *
 * It outlives navigation (a run goes on while its page is away) but not the window: finished
 * runs are in the history.
 */
import { create } from "zustand";
import type { ApiError, DocumentView, RunInput, RunRecord, TaskKind } from "../../generated";
import type { Progress } from "../run/progress";

export type ReadState =
  | { state: "reading" }
  | { state: "ready"; document: DocumentView }
  | { state: "unreadable"; error: ApiError };

/** A file on the desk. */
export interface DeskFile {
  key: string;
  name: string;
  read: ReadState;
}

/** What became of a document. */
export type RunState =
  | { state: "waiting" }
  | { state: "running"; operation: string; progress: Progress }
  | { state: "ended"; record: RunRecord; progress: Progress; input: RunInput }
  | { state: "refused"; error: ApiError };

/** The key of the typed text, which is the document while no file lies there. */
export const TYPED = "typed";

export interface Desk {
  files: DeskFile[];
  /** The file that is looked at. */
  shown: string | null;
  /** By file key, or {@link TYPED}. */
  runs: Record<string, RunState>;
  /** Whether documents are being worked through. */
  busy: boolean;
  /** The folder whose new files come here. */
  watching: { path: string; operation: string } | null;
  /** Whether the person asked to stop after what is running now. */
  stopping: boolean;
  /** When the latest work began, in milliseconds since 1970, and on how many documents. */
  began: { at: number; waiting: number };
}

export const CLEAR_DESK: Desk = {
  files: [],
  shown: null,
  runs: {},
  busy: false,
  watching: null,
  stopping: false,
  began: { at: 0, waiting: 0 },
};

interface DeskStore {
  desks: Record<TaskKind, Desk>;
  change: (kind: TaskKind, next: (desk: Desk) => Desk) => void;
}

export const useDesks = create<DeskStore>()((set) => ({
  desks: {
    classify: CLEAR_DESK,
    extract: CLEAR_DESK,
    summarize: CLEAR_DESK,
    generate: CLEAR_DESK,
  },
  change: (kind, next) => set(({ desks }) => ({ desks: { ...desks, [kind]: next(desks[kind]) } })),
}));

export function useDesk(kind: TaskKind): Desk {
  return useDesks((store) => store.desks[kind]);
}

export function deskOf(kind: TaskKind): Desk {
  return useDesks.getState().desks[kind];
}

export function changeDesk(kind: TaskKind, next: (desk: Desk) => Desk): void {
  useDesks.getState().change(kind, next);
}

/** The key of the document that is looked at. */
export function shownKey(desk: Desk): string {
  return desk.shown ?? TYPED;
}

/** The file that is looked at, if it is a file. */
export function shownFile(desk: Desk): DeskFile | undefined {
  return desk.files.find((file) => file.key === desk.shown);
}

/** How a set of documents stands: every one is in exactly one of these. */
export interface Tally {
  total: number;
  done: number;
  failed: number;
  open: number;
}

/** Counts documents by how they stand. A stopped run is open: it can be run again. */
export function tally(desk: Desk): Tally {
  const counts: Tally = { total: desk.files.length, done: 0, failed: 0, open: 0 };
  for (const file of desk.files) {
    counts[standing(file, desk.runs[file.key])] += 1;
  }
  return counts;
}

/** How far the work on a desk is. */
export interface Headway {
  /** The run that began first of those that are under way. */
  running: Progress;
  /** 0 to 1 over all documents; null: unknown. */
  fraction: number | null;
  /** Milliseconds that are left, once enough is done to tell. */
  left: number | null;
}

/** Share of the work that must be done before its end can be foretold. */
const TELLING = 0.05;

/** How far the work is at `now` (milliseconds since 1970); null while nothing runs. */
export function headway(desk: Desk, now: number): Headway | null {
  const runs = Object.values(desk.runs);
  const running = runs.flatMap((run) => (run.state === "running" ? [run.progress] : []));
  const [first] = running;
  if (!first) {
    return null;
  }
  const { at, waiting } = desk.began;
  if (waiting === 1) {
    return { running: first, fraction: first.fraction, left: null };
  }
  const open = runs.filter((run) => run.state === "waiting").length + running.length;
  const begun = running.reduce((sum, progress) => sum + (progress.fraction ?? 0), 0);
  const fraction = (waiting - open + begun) / waiting;
  const left = fraction >= TELLING ? ((now - at) * (1 - fraction)) / fraction : null;
  return { running: first, fraction, left };
}

/** How one document stands. */
export function standing(file: DeskFile, run: RunState | undefined): "done" | "failed" | "open" {
  if (file.read.state === "unreadable" || run?.state === "refused") {
    return "failed";
  }
  if (run?.state !== "ended") {
    return "open";
  }
  switch (run.record.summary.status) {
    case "done":
      return "done";
    case "failed":
      return "failed";
    case "cancelled":
      return "open";
  }
}
