/** Says in words what keeps a draft from being a task. */
import { text } from "../../i18n";
import type { DraftProblem } from "./toSpec";

export function problemWords(problems: DraftProblem[]): string {
  return problems
    .map(({ where, index, message }) =>
      where === "schema"
        ? text.form.schemaError(message)
        : text.form.examples.bad(index + 1, message),
    )
    .join("\n");
}
