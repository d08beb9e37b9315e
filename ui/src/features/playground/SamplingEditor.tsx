import { Button, NumberInput, SimpleGrid, Stack } from "@mantine/core";
import type { SamplingSpec } from "../../generated";
import { text as words } from "../../i18n";
import { emptyDraft, type TaskDraft } from "../../shared/draft/draft";
import { Fold } from "../../shared/form/Fold";

interface SamplingEditorProps {
  draft: TaskDraft;
  onChange: (part: Partial<TaskDraft>) => void;
}

interface Knob {
  name: keyof SamplingSpec;
  label: string;
  why: string;
  max: number;
  step: number;
}

const playground = words.tasks.playground;

const KNOBS: Knob[] = [
  {
    name: "temperature",
    label: playground.temperature,
    why: playground.temperatureWhy,
    max: 2,
    step: 0.1,
  },
  { name: "topP", label: playground.topP, why: playground.topPWhy, max: 1, step: 0.05 },
  { name: "topK", label: playground.topK, why: playground.topKWhy, max: 1000, step: 1 },
  { name: "minP", label: playground.minP, why: playground.minPWhy, max: 1, step: 0.01 },
  {
    name: "repeatPenalty",
    label: playground.repeatPenalty,
    why: playground.repeatPenaltyWhy,
    max: 2,
    step: 0.05,
  },
  { name: "seed", label: playground.seed, why: playground.seedWhy, max: 4_294_967_295, step: 1 },
];

/** How the next word is chosen, and how many words at most. */
export function SamplingEditor({ draft, onChange }: SamplingEditorProps) {
  const { sampling, maxTokens } = draft;
  const summary = `${playground.temperature} ${sampling.temperature} · ${playground.maxTokens} ${maxTokens ?? "–"}`;
  const blank = emptyDraft("generate");
  return (
    <Fold title={playground.sampling} summary={summary} testId="sampling">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
          <NumberInput
            label={playground.maxTokens}
            description={words.form.advanced.maxTokensWhy}
            inputWrapperOrder={["label", "input", "description"]}
            data-testid="playground-max-tokens"
            min={1}
            max={100_000}
            allowDecimal={false}
            value={maxTokens ?? ""}
            onChange={(value) => onChange({ maxTokens: typeof value === "number" ? value : null })}
          />
          {KNOBS.map(({ name, label, why, max, step }) => (
            <NumberInput
              key={name}
              label={label}
              description={why}
              inputWrapperOrder={["label", "input", "description"]}
              data-testid={`playground-${name}`}
              min={0}
              max={max}
              step={step}
              allowDecimal={step < 1}
              value={sampling[name]}
              onChange={(value) => {
                if (typeof value === "number") {
                  onChange({ sampling: { ...sampling, [name]: value } });
                }
              }}
            />
          ))}
        </SimpleGrid>
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => onChange({ sampling: blank.sampling, maxTokens: blank.maxTokens })}
          >
            {playground.useSampling}
          </Button>
        </div>
      </Stack>
    </Fold>
  );
}
