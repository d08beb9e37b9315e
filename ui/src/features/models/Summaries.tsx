import { Text } from "@mantine/core";
import type { ProbeView } from "../../generated";
import { text } from "../../i18n";
import { percent } from "../../shared/format/format";

const words = text.models.probe;

/** What a model's own summaries of the sample texts were like, and what follows from it. */
export function Summaries({ probe }: { probe: ProbeView }) {
  const kept = words.kept(percent(probe.factsKept), percent(probe.selectionKept), probe.texts);
  return (
    <Text size="sm" data-testid="model-probe" data-earned={probe.earned}>
      {kept} {words.invented(probe.invented)} {probe.earned ? words.earned : words.notEarned}
    </Text>
  );
}
