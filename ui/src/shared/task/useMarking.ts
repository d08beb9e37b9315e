import { text } from "../../i18n";
import type { Marking } from "../answer/SentenceMarks";
import { runAgain } from "../desk";
import { useSheets } from "../draft/sheets";
import { markedRows, markOf, withMark } from "../draft/stars";
import { complain } from "../notice/toast";
import type { useTaskPage } from "./useTaskPage";

/** Marks of a summary's sentences, kept as an example of the task that is being edited. */
export function useMarking(page: ReturnType<typeof useTaskPage>): Marking | undefined {
  const examples = useSheets(({ sheets }) => sheets.summarize.draft.examples);
  const edit = useSheets((store) => store.edit);
  const { run, task, place } = page;
  const ended = run?.state === "ended" ? run : null;
  if (ended?.record.outcome?.answer.kind !== "summarize") {
    return undefined;
  }
  const input = ended.record.document.text;
  const marked = markedRows(examples).find((row) => row.input === input);
  return {
    markOf: (sentence) => markOf(examples, input, sentence),
    mark: (sentence, mark) =>
      edit("summarize", { examples: withMark(examples, input, sentence, mark) }),
    tally: marked ? text.teach.marks.one(marked.starred, marked.struck) : null,
    update: () => {
      if (task) {
        runAgain("summarize", place, task, ended.input).catch(complain);
      }
    },
  };
}
