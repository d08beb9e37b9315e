/** What the Playground knows and can do, apart from its looks. */
import { useCallback, useMemo } from "react";
import type { ApiError, RunInput } from "../../generated";
import { call } from "../../host";
import { type RunState, stop, TYPED, useDesk, work } from "../../shared/desk";
import { useSheet, useSheets } from "../../shared/draft/sheets";
import { toSpec } from "../../shared/draft/toSpec";
import { useDropTaker } from "../../shared/drop";
import { complain } from "../../shared/notice/toast";
import { writingRate } from "../../shared/run/progress";
import { useRunKeys } from "../../shared/run/useRunKeys";

/** What there is to show of a run. */
export interface Writing {
  text: string;
  tokens: number;
  firstTokenMs: number | null;
  /** Tokens per second. */
  rate: number | null;
  error: ApiError | null;
  /** Whether the text ends at the token limit, not where the model would have ended it. */
  cut: boolean;
}

const NOTHING: Writing = {
  text: "",
  tokens: 0,
  firstTokenMs: null,
  rate: null,
  error: null,
  cut: false,
};

/** The text and its speed, while it is written and after. */
export function writingOf(run: RunState | undefined): Writing {
  switch (run?.state) {
    case "running":
    case "ended": {
      const { progress } = run;
      const { tokens, firstTokenMs } = progress;
      const shown = { ...NOTHING, tokens, firstTokenMs, rate: writingRate(progress) };
      if (run.state === "running") {
        return { ...shown, text: progress.text };
      }
      const { outcome, partial, error } = run.record;
      const answer = outcome?.answer.kind === "generate" ? outcome.answer : null;
      const text = answer?.text ?? partial ?? progress.text;
      return { ...shown, text, error, cut: answer?.cut ?? false };
    }
    case "refused":
      return { ...NOTHING, error: run.error };
    default:
      return NOTHING;
  }
}

export function usePlayground() {
  const { draft, text, edit } = useSheet("generate");
  const type = useSheets((store) => store.type);
  const desk = useDesk("generate");
  const run = desk.runs[TYPED];
  const spec = useMemo(() => toSpec("generate", draft), [draft]);
  const input = useMemo(
    (): RunInput | null => (text.trim() === "" ? null : { kind: "text", text }),
    [text],
  );
  const ready = input !== null && spec.ok;
  const start = () => {
    if (spec.ok && input) {
      void work("generate", spec.spec, text);
    }
  };
  const halt = () => void stop("generate").catch(complain);
  useRunKeys(start, halt);
  useDropTaker(
    useCallback(
      (paths: string[]) => {
        for (const path of paths) {
          call("open_document", { path }).then((document) => {
            const before = useSheets.getState().sheets.generate.text;
            type("generate", [before, document.text].filter((part) => part !== "").join("\n\n"));
          }, complain);
        }
      },
      [type],
    ),
  );
  return {
    draft,
    edit,
    text,
    type: (next: string) => type("generate", next),
    desk,
    run,
    writing: writingOf(run),
    task: spec.ok ? spec.spec : null,
    input,
    ready,
    start,
    halt,
  };
}
