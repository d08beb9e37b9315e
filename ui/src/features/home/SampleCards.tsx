import { Text, Title, UnstyledButton } from "@mantine/core";
import { useLocation } from "wouter";
import type { Sample } from "../../generated";
import { text } from "../../i18n";
import { putAllAway } from "../../shared/desk";
import { useSamples } from "../../shared/query/samples";
import { KindIcon } from "../../shared/run/KindIcon";
import { pageOf } from "../../shared/run/pageOf";
import { takeSample } from "../../shared/task/takeSample";
import classes from "./home.module.css";

const words = text.home;

/** The others are in the menus of the task pages. */
const SHOWN = 6;

/** Documents to try, each with the task that suits it. */
export function SampleCards() {
  const samples = useSamples();
  const [, navigate] = useLocation();
  const take = (sample: Sample) => {
    putAllAway(sample.kind);
    takeSample(sample.kind, sample);
    navigate(pageOf(sample.kind));
  };
  if (!samples.data || samples.data.length === 0) {
    return null;
  }
  return (
    <section aria-label={words.samples}>
      <Title order={2}>{words.samples}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.samplesHint}
      </Text>
      <div className={classes.samples}>
        {samples.data.slice(0, SHOWN).map((sample) => (
          <UnstyledButton
            key={sample.name}
            className={classes.sample}
            data-testid="sample"
            onClick={() => take(sample)}
          >
            <KindIcon kind={sample.kind} />
            <div>
              <Text size="sm" fw={550} lh={1.35}>
                {sample.title}
              </Text>
              <Text size="xs" c="dimmed">
                {text.history.kinds[sample.kind]} · {sample.name}
              </Text>
            </div>
          </UnstyledButton>
        ))}
      </div>
    </section>
  );
}
