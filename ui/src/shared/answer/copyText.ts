/** What "Copy" puts on the clipboard. */
import type { AnswerView } from "../../generated";

export function copyText(answer: AnswerView): string {
  switch (answer.kind) {
    case "classify":
      return answer.labels?.join("\n") ?? answer.label ?? "";
    case "extract":
      return JSON.stringify(answer.value, null, 2);
    case "summarize":
    case "generate":
      return answer.text;
  }
}
