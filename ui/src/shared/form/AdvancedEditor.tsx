import {
  Group,
  Input,
  NativeSelect,
  NumberInput,
  Slider,
  Stack,
  Switch,
  Text,
} from "@mantine/core";
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { DECIDE, STRATEGIES, type TaskDraft } from "../draft/draft";
import { percent } from "../format/format";
import { useWrites } from "../query/models";
import { FallbackSelect } from "./FallbackSelect";
import { Fold } from "./Fold";

interface AdvancedEditorProps {
  kind: TaskKind;
  draft: TaskDraft;
  onChange: (part: Partial<TaskDraft>) => void;
}

const OPTIONS = DECIDE.map((value) => ({ value, label: text.form.advanced.decideOptions[value] }));

const STRATEGY_OPTIONS = STRATEGIES.map((value) => ({
  value,
  label: text.form.strategy.options[value],
}));

/** What most people leave as it is. */
export function AdvancedEditor({ kind, draft, onChange }: AdvancedEditorProps) {
  const words = text.form.advanced;
  const writes = useWrites() || draft.decide === "model";
  const unset = draft.multi ? words.thresholdMultiUnset : words.thresholdUnset;
  const decides = kind === "classify" || kind === "extract";
  return (
    <Fold title={words.title} testId="advanced">
      <Stack gap="md">
        {decides && (
          <NativeSelect
            label={words.decide}
            description={words.decideWhy[draft.decide]}
            data={OPTIONS}
            value={draft.decide}
            onChange={(event) => {
              const decide = DECIDE.find((each) => each === event.currentTarget.value);
              if (decide) {
                onChange({ decide });
              }
            }}
          />
        )}
        {kind === "classify" && (draft.decide === "cascade" || draft.decide === "best") && (
          <FallbackSelect value={draft.fallback} onChange={(fallback) => onChange({ fallback })} />
        )}
        {decides && (
          <Input.Wrapper
            labelElement="div"
            label={
              <Group justify="space-between">
                {draft.multi ? words.thresholdMulti : words.threshold}
                <Text span size="sm" c="dimmed" fw={500}>
                  {draft.threshold === null ? unset : percent(draft.threshold)}
                </Text>
              </Group>
            }
            labelProps={{ display: "block" }}
            description={draft.multi ? words.thresholdMultiWhy : words.thresholdWhy}
          >
            <Slider
              mt={6}
              thumbLabel={draft.multi ? words.thresholdMulti : words.threshold}
              min={0}
              max={0.95}
              step={0.05}
              label={(value) => (value === 0 ? unset : percent(value))}
              value={draft.threshold ?? 0}
              onChange={(value) => onChange({ threshold: value === 0 ? null : value })}
            />
          </Input.Wrapper>
        )}
        {kind === "classify" && (
          <Switch
            label={words.calibrate}
            description={words.calibrateWhy}
            checked={draft.calibrate}
            onChange={(event) => onChange({ calibrate: event.currentTarget.checked })}
          />
        )}
        {kind === "summarize" && writes && (
          <NativeSelect
            label={text.form.strategy.title}
            description={text.form.strategy.why[draft.strategy]}
            data-testid="strategy"
            data={STRATEGY_OPTIONS}
            value={draft.strategy}
            onChange={(event) => {
              const strategy = STRATEGIES.find((each) => each === event.currentTarget.value);
              if (strategy) {
                onChange({ strategy });
              }
            }}
          />
        )}
        {kind !== "classify" && (
          <NumberInput
            label={words.maxTokens}
            description={words.maxTokensWhy}
            placeholder={text.settings.automatic}
            min={1}
            max={100_000}
            allowDecimal={false}
            value={draft.maxTokens ?? ""}
            onChange={(value) => onChange({ maxTokens: typeof value === "number" ? value : null })}
          />
        )}
      </Stack>
    </Fold>
  );
}
