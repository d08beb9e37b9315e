import type { ExportFormat, RunStatus, TaskKind } from "../../generated";

const kinds: Record<TaskKind, string> = {
  classify: "Classify",
  extract: "Extract",
  summarize: "Summarize",
  generate: "Playground",
};

const statuses: Record<RunStatus, string> = {
  done: "Done",
  failed: "Failed",
  cancelled: "Stopped",
};

const formats: Record<ExportFormat, string> = {
  json: "JSON",
  jsonl: "JSON Lines",
  csv: "CSV (spreadsheet)",
  markdown: "Markdown",
};

export const history = {
  title: "History",
  lead: "Everything that was run here, with its document and its answer.",
  search: "Search documents, answers and tasks",
  kind: "Kind of task",
  all: "All",
  kinds,
  statuses,
  count: (n: string) => `${n} runs`,
  countOne: "1 run",
  emptyTitle: "Nothing here yet",
  empty: "Run a task on a document. Each run is kept with its answer and can be done again.",
  noMatchTitle: "Nothing matches",
  noMatch: "Try fewer words, or another kind of task.",
  more: "Show more",
  back: "Back to History",
  rerun: "Run again",
  edit: "Open as a task",
  delete: "Delete",
  deleteNamed: (name: string) => `Delete the run on ${name}`,
  deleted: "The run was deleted.",
  undo: "Undo",
  export: "Export",
  exportTitle: "Export the history",
  exported: (n: number) => (n === 1 ? "1 run was written." : `${n} runs were written.`),
  formats,
  asked: "What was asked",
};
