import type { RunRecord } from "../../generated";
import type { Marking } from "../answer/SentenceMarks";
import { useSheets } from "../draft/sheets";
import { markOf, withMark } from "../draft/stars";

/** Marks of a summary's sentences, kept as an example of the task that is being edited. */
export function useMarking(record: RunRecord | null): Marking | undefined {
  const examples = useSheets(({ sheets }) => sheets.summarize.draft.examples);
  const edit = useSheets((store) => store.edit);
  if (record?.outcome?.answer.kind !== "summarize") {
    return undefined;
  }
  const input = record.document.text;
  return {
    markOf: (sentence) => markOf(examples, input, sentence),
    mark: (sentence, mark) =>
      edit("summarize", { examples: withMark(examples, input, sentence, mark) }),
  };
}
