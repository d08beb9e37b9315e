/** Opens a sample document, with the task that was written for it where nothing has been asked yet. */
import type { Sample, TaskKind } from "../../generated";
import { openSample } from "../desk";
import { useSheets } from "../draft/sheets";
import { isBlank } from "../draft/starters";

export function takeSample(kind: TaskKind, sample: Sample): void {
  const { sheets, fill } = useSheets.getState();
  if (sample.kind === kind && isBlank(sheets[kind].draft)) {
    fill(sample.task, null);
  }
  void openSample(kind, sample.name);
}
