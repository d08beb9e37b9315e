import type { Phase } from "../../shared/run/progress";

const phases: Record<Phase, string> = {
  starting: "Starting",
  loading: "Loading the model",
  reading: "Reading",
  embed: "Comparing meanings",
  score: "Weighing answers",
  write: "Writing",
};

export const run = {
  run: "Run",
  runMany: (count: number) => `Run on ${count}`,
  runRest: (count: number) => `Run the other ${count}`,
  retryFailed: (count: number) => (count === 1 ? "Retry the failed one" : `Retry ${count} failed`),
  stop: "Stop",
  stopping: "Stopping…",
  keys: { run: "Ctrl+Enter", stop: "Esc" },
  phases,
  loading: (model: string) => `Loading ${model}`,
  progress: (done: number, total: number) => `${done} of ${total} done`,
  left: (time: string) => `about ${time} left`,
  written: (tokens: string) => `${tokens} tokens written`,
  finished: "Finished",
  failed: "Failed",
  stopped: "Stopped",
  nothing: "Type or open a document first.",
  tokens: (used: string, context: string) => `${used} of ${context} tokens`,
  tokensLabel: "Tokens of prompt and document, of the model's context",
  tokensPlain: (used: string) => `${used} tokens`,
  counting: "Counting tokens…",
  chunked:
    "more than the model holds at once; the document is read in pieces, or refused, never cut",
  tooLong: "more than the model holds; shorten it, or use a model with a larger context",
} as const;
