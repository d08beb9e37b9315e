/** Says in words how far a run is. */
import { text } from "../../i18n";
import { integer } from "../format/format";
import type { Progress } from "./progress";

export function stageWords({ phase, model, tokens }: Progress): string {
  if (phase === "loading" && model !== null) {
    return text.run.loading(model);
  }
  if (phase === "write" && tokens > 0) {
    return `${text.run.phases.write} · ${text.run.written(integer(tokens))}`;
  }
  return text.run.phases[phase];
}
