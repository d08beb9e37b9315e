/** Opens a sample document, with a task that suits it where nothing has been asked yet. */
import type { TaskKind } from "../../generated";
import { openSample } from "../desk";
import { useSheets } from "../draft/sheets";
import { isBlank, starterFor } from "../draft/starters";

export function takeSample(kind: TaskKind, name: string): void {
  const { sheets, begin } = useSheets.getState();
  const starter = starterFor(kind, name);
  if (starter && isBlank(sheets[kind].draft)) {
    begin(starter);
  }
  void openSample(kind, name);
}
