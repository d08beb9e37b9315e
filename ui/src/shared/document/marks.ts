/** Which places of a document an answer points at. */
import type { AnswerView } from "../../generated";
import { spokenPath } from "../answer/rows";
import type { Mark } from "./segments";

/** The mark of a summary's sentence. */
export function sentenceMark(index: number): string {
  return `sentence-${index + 1}`;
}

/** The mark of a value that was considered instead. */
export function alternativeMark(path: string, index: number): string {
  return `${path}~${index + 1}`;
}

/** What is written beside a value. In a table of rows it would push the columns apart: nothing. */
function labelOf(path: string): string | null {
  return /\.\d+\./.test(path) ? null : spokenPath(path);
}

/**
 * The marks of an answer. Of the values that were considered instead, only the one that is
 * pointed at is marked: all of them would bury the answer.
 */
export function marksOf(answer: AnswerView | undefined, active: string | null): Mark[] {
  switch (answer?.kind) {
    case "extract":
      return answer.fields.flatMap((field): Mark[] => [
        ...(field.span ? [{ id: field.path, label: labelOf(field.path), span: field.span }] : []),
        ...field.alternatives.flatMap(({ span }, index) => {
          const id = alternativeMark(field.path, index);
          return id === active ? [{ id, label: `${field.path}?`, span }] : [];
        }),
      ]);
    case "summarize":
      return answer.sentences.flatMap(({ spans }, index) =>
        spans.map((span) => ({ id: sentenceMark(index), label: String(index + 1), span })),
      );
    default:
      return [];
  }
}
