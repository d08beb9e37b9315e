/** The form of every task page. It outlives navigation, errors and restarts. */
import { create } from "zustand";
import { createJSONStorage, persist, type StateStorage } from "zustand/middleware";
import type { SavedTask, TaskKind, TaskSpec } from "../../generated";
import { emptyDraft, type TaskDraft } from "./draft";
import { fromSpec } from "./fromSpec";
import type { Starter } from "./starters";
import { emptySheet, readSheet, type Sheet } from "./stored";

/** Longer texts are not kept across restarts: local storage holds a few megabytes in all. */
const KEPT_TEXT = 400_000;

type Sheets = Record<TaskKind, Sheet>;

interface SheetStore {
  sheets: Sheets;
  /** Changes some of a form. */
  edit: (kind: TaskKind, change: Partial<TaskDraft>) => void;
  /** Changes the typed document. */
  type: (kind: TaskKind, text: string) => void;
  /** Fills a form in from a task. */
  fill: (spec: TaskSpec, taskId: string | null) => void;
  /** Begins a form from a starter. */
  begin: (starter: Starter) => void;
  /** Remembers under which name the form is kept. */
  kept: (saved: SavedTask) => void;
  /** Starts a form afresh; the typed document stays. */
  clear: (kind: TaskKind) => void;
}

const quietStorage: StateStorage = {
  getItem: (name) => localStorage.getItem(name),
  setItem: (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      // The quota is spent: the form still lives for as long as the window does.
    }
  },
  removeItem: (name) => localStorage.removeItem(name),
};

function shortened(sheet: Sheet): Sheet {
  return sheet.text.length > KEPT_TEXT ? { ...sheet, text: "" } : sheet;
}

function readSheets(stored: unknown): Sheets {
  const sheets: object =
    typeof stored === "object" && stored !== null && "sheets" in stored && stored.sheets
      ? Object(stored.sheets)
      : {};
  const read = (kind: TaskKind) =>
    readSheet(kind, kind in sheets ? Reflect.get(sheets, kind) : undefined);
  return {
    classify: read("classify"),
    extract: read("extract"),
    summarize: read("summarize"),
    generate: read("generate"),
  };
}

export const useSheets = create<SheetStore>()(
  persist(
    (set) => {
      const change = (kind: TaskKind, next: (sheet: Sheet) => Sheet) =>
        set(({ sheets }) => ({ sheets: { ...sheets, [kind]: next(sheets[kind]) } }));
      return {
        sheets: readSheets(undefined),
        edit: (kind, part) =>
          change(kind, (sheet) => ({ ...sheet, draft: { ...sheet.draft, ...part } })),
        type: (kind, text) => change(kind, (sheet) => ({ ...sheet, text })),
        fill: (spec, taskId) =>
          change(spec.kind, (sheet) => ({ ...sheet, draft: fromSpec(spec), taskId })),
        begin: (starter) =>
          change(starter.kind, (sheet) => ({
            ...emptySheet(starter.kind),
            draft: { ...emptyDraft(starter.kind), ...starter.rows() },
            text: sheet.text,
          })),
        kept: ({ id, task }) =>
          change(task.kind, (sheet) => ({
            ...sheet,
            draft: { ...sheet.draft, name: task.name },
            taskId: id,
          })),
        clear: (kind) => change(kind, (sheet) => ({ ...emptySheet(kind), text: sheet.text })),
      };
    },
    {
      name: "winnow.sheets",
      version: 1,
      storage: createJSONStorage(() => quietStorage),
      partialize: ({ sheets }) => ({
        sheets: {
          classify: shortened(sheets.classify),
          extract: shortened(sheets.extract),
          summarize: shortened(sheets.summarize),
          generate: shortened(sheets.generate),
        },
      }),
      merge: (stored, current) => ({ ...current, sheets: readSheets(stored) }),
    },
  ),
);

/** One page's form and how to change it. */
/** The form of a task as it is now. */
export function sheetOf(kind: TaskKind): Sheet {
  return useSheets.getState().sheets[kind];
}

export function useSheet(kind: TaskKind) {
  const sheet = useSheets((store) => store.sheets[kind]);
  const edit = useSheets((store) => store.edit);
  return {
    ...sheet,
    edit: (part: Partial<TaskDraft>) => edit(kind, part),
  };
}
