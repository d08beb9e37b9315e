import { NumberInput, SimpleGrid, Switch } from "@mantine/core";
import { useState } from "react";
import type { Settings, SettingsPatch } from "../../generated";
import { text } from "../../i18n";
import { Panel } from "../../shared/layout/Panel";
import { complain, say } from "../../shared/notice/toast";
import { useDoctor } from "../../shared/query/models";
import { useUpdateSettings } from "../../shared/query/settings";

const words = text.settings;

/** How models are run. Empty means: Winnow chooses. */
export function Computing({ settings }: { settings: Settings }) {
  const cores = useDoctor().data?.cores;
  const update = useUpdateSettings();
  const change = (patch: SettingsPatch) =>
    update.mutate(patch, { onSuccess: () => say(words.saved), onError: complain });
  return (
    <Panel title={words.computing}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        <Choice
          label={words.threads}
          hint={cores === undefined ? words.threadsHintPlain : words.threadsHint(cores)}
          testId="settings-threads"
          min={1}
          max={512}
          value={settings.threads}
          onChange={(threads) => change({ threads })}
        />
        <Choice
          label={words.context}
          hint={words.contextHint}
          testId="settings-context"
          min={256}
          max={1_048_576}
          step={256}
          value={settings.context}
          onChange={(context) => change({ context })}
        />
        <Choice
          label={words.gpuLayers}
          hint={words.gpuLayersHint}
          testId="settings-gpu-layers"
          min={0}
          max={1000}
          value={settings.gpuLayers}
          onChange={(gpuLayers) => change({ gpuLayers })}
        />
      </SimpleGrid>
      <Switch
        mt="lg"
        label={words.kv}
        description={words.kvHint}
        data-testid="settings-kv"
        checked={settings.kv === "q8"}
        onChange={(event) => change({ kv: event.currentTarget.checked ? "q8" : null })}
      />
    </Panel>
  );
}

interface ChoiceProps {
  label: string;
  hint: string;
  testId: string;
  min: number;
  max: number;
  step?: number;
  value: number | null;
  onChange: (value: number | null) => void;
}

/** A number that is kept when the field is left, so that half a number is never tried. */
function Choice({ label, hint, testId, min, max, step = 1, value, onChange }: ChoiceProps) {
  const [typed, setTyped] = useState<number | string>(value ?? "");
  const keep = () => {
    const next = typeof typed === "number" ? typed : null;
    if (next !== value) {
      onChange(next);
    }
  };
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description"]}
      placeholder={words.automatic}
      data-testid={testId}
      min={min}
      max={max}
      step={step}
      allowDecimal={false}
      clampBehavior="blur"
      value={typed}
      onChange={setTyped}
      onBlur={keep}
      onKeyDown={(event) => event.key === "Enter" && keep()}
    />
  );
}
