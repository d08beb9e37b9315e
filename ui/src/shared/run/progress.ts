/** How far a run is, folded from its events. */
import type { RunEvent } from "../../generated";

export type Phase = "starting" | "loading" | "reading" | "embed" | "score" | "write";

export interface Progress {
  phase: Phase;
  /** 0 to 1; null when the end is not known. */
  fraction: number | null;
  /** Share of the pieces of a long document that are written about; null when there is one. */
  pieces: number | null;
  /** The model that is being loaded. */
  model: string | null;
  /** What has been written so far. */
  text: string;
  /** Tokens written so far. */
  tokens: number;
  /** Milliseconds from the start of the run to its first token. */
  firstTokenMs: number | null;
  /** Tokens that came with the first piece of text: they have no rate yet. */
  firstTokens: number;
  /** Milliseconds from the start of the run to its latest token. */
  lastTokenMs: number | null;
  /** Prompt tokens that did not have to be read again. */
  cached: number;
}

export const STARTING: Progress = {
  phase: "starting",
  fraction: null,
  pieces: null,
  model: null,
  text: "",
  tokens: 0,
  firstTokenMs: null,
  firstTokens: 0,
  lastTokenMs: null,
  cached: 0,
};

function share(done: number, total: number): number | null {
  return total > 0 ? Math.min(1, done / total) : null;
}

/** The progress after one more event. */
export function advance(progress: Progress, event: RunEvent): Progress {
  switch (event.kind) {
    case "loading":
      return { ...progress, phase: "loading", fraction: event.fraction, model: event.model };
    case "prefill":
      return {
        ...progress,
        phase: "reading",
        fraction: progress.pieces ?? share(event.done, event.total),
        cached: event.cached,
      };
    case "stage": {
      const fraction = share(event.done, event.total);
      const pieces = event.stage === "write" && event.total > 1;
      return {
        ...progress,
        phase: event.stage,
        fraction,
        pieces: pieces ? fraction : null,
        text: pieces ? "" : progress.text,
      };
    }
    case "text": {
      const first = progress.firstTokenMs === null;
      return {
        ...progress,
        phase: "write",
        fraction: progress.pieces,
        text: progress.text + event.text,
        tokens: event.tokens,
        firstTokenMs: progress.firstTokenMs ?? event.atMs,
        firstTokens: first ? event.tokens : progress.firstTokens,
        lastTokenMs: event.atMs,
      };
    }
  }
}

/** Tokens per second between the first token and the latest; null before there are two. */
export function writingRate(progress: Progress): number | null {
  const { firstTokenMs, lastTokenMs, tokens, firstTokens } = progress;
  if (firstTokenMs === null || lastTokenMs === null || lastTokenMs <= firstTokenMs) {
    return null;
  }
  return ((tokens - firstTokens) * 1000) / (lastTokenMs - firstTokenMs);
}
