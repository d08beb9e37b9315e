// Generated from src-tauri/crates/app/src/wire: do not edit.
import type { DocumentView } from "./document";
import type { ApiError } from "./error";
import type { OutcomeView } from "./outcome";
import type { TaskKind, TaskSpec } from "./task";

/**
 * The form of exported runs.
 */
export type ExportFormat = "json" | "jsonl" | "csv" | "markdown";

/**
 * Something that happened while a task ran.
 */
export type RunEvent = { "kind": "loading", 
/**
 * Its name.
 */
model: string, 
/**
 * 0 to 1.
 */
fraction: number, } | { "kind": "prefill", 
/**
 * Tokens done.
 */
done: number, 
/**
 * Tokens in all.
 */
total: number, 
/**
 * Reused.
 */
cached: number, } | { "kind": "stage", 
/**
 * Which.
 */
stage: StageName, 
/**
 * Steps done.
 */
done: number, 
/**
 * Steps in all.
 */
total: number, } | { "kind": "text", 
/**
 * The text.
 */
text: string, 
/**
 * Tokens so far.
 */
tokens: number, 
/**
 * Milliseconds since the run began.
 */
atMs: number, };

/**
 * What a task is run on.
 */
export type RunInput = { "kind": "text", 
/**
 * The text.
 */
text: string, } | { "kind": "document", 
/**
 * [`DocumentView::id`].
 */
id: string, };

/**
 * A page of History, newest first.
 */
export type RunPage = { 
/**
 * The runs.
 */
runs: Array<RunSummary>, 
/**
 * Where the next page begins.
 */
next: string | null, 
/**
 * Runs in all that match.
 */
total: number, };

/**
 * A question to History.
 */
export type RunQuery = { 
/**
 * Words to find in documents, answers and tasks; empty: everything.
 */
search: string, 
/**
 * Only this kind.
 */
kind: TaskKind | null, 
/**
 * Continue behind this cursor.
 */
cursor: string | null, 
/**
 * At most this many (default 50, at most 200).
 */
limit: number | null, };

/**
 * A run in full: enough to look at it again, and to do it again.
 */
export type RunRecord = { 
/**
 * As listed.
 */
summary: RunSummary, 
/**
 * What was asked.
 */
task: TaskSpec, 
/**
 * Of what.
 */
document: DocumentView, 
/**
 * What came out, when done.
 */
outcome: OutcomeView | null, 
/**
 * What went wrong, when not.
 */
error: ApiError | null, 
/**
 * What had been written when it was stopped.
 */
partial: string | null, };

/**
 * Run a task.
 */
export type RunRequest = { 
/**
 * The caller's name for this run, for `cancel`.
 */
operation: string, 
/**
 * What is asked.
 */
task: TaskSpec, 
/**
 * Of what.
 */
input: RunInput, };

/**
 * How a run ended.
 */
export type RunStatus = "done" | "failed" | "cancelled";

/**
 * A run as History lists it.
 */
export type RunSummary = { 
/**
 * Its key.
 */
id: string, 
/**
 * RFC 3339.
 */
createdAt: string, 
/**
 * What was asked.
 */
kind: TaskKind, 
/**
 * The task's name.
 */
taskName: string, 
/**
 * The document's name.
 */
documentName: string, 
/**
 * The answer in a line.
 */
answer: string, 
/**
 * Its confidence, if it has one.
 */
confidence: number | null, 
/**
 * How it ended.
 */
status: RunStatus, 
/**
 * Where a search matched, with `<mark>`-free plain text around it.
 */
snippet: string | null, };

/**
 * A stage of a run.
 */
export type StageName = "embed" | "score" | "write";
