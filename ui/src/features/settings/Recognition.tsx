import { MultiSelect, Stack, Switch, Text } from "@mantine/core";
import { text } from "../../i18n";
import { Panel } from "../../shared/layout/Panel";
import { complain, say } from "../../shared/notice/toast";
import { useDoctor } from "../../shared/query/models";
import { useUpdateSettings } from "../../shared/query/settings";

const words = text.settings;

/** What the core calls text recognition that is turned off. */
const OFF = "off";

/** Whether text on pictures is recognized, and in which languages. Null: Winnow chooses. */
export function Recognition({ wish }: { wish: string | null }) {
  const installed = useDoctor().data?.recognitionLanguages;
  const update = useUpdateSettings();
  const change = (recognition: string | null) =>
    update.mutate({ recognition }, { onSuccess: () => say(words.saved), onError: complain });
  const on = wish !== OFF;
  const chosen = on && wish !== null ? wish.split("+") : [];
  return (
    <Panel title={words.recognition} testId="settings-recognition">
      {installed?.length === 0 ? (
        <Text size="sm">{words.recognitionMissing}</Text>
      ) : (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {words.recognitionHint}
          </Text>
          <Switch
            label={words.recognitionOn}
            checked={on}
            onChange={(event) => change(event.currentTarget.checked ? null : OFF)}
          />
          {on && (
            <MultiSelect
              label={words.recognitionLanguages}
              description={words.recognitionLanguagesHint}
              inputWrapperOrder={["label", "input", "description"]}
              placeholder={chosen.length === 0 ? words.automatic : undefined}
              data={[...new Set([...(installed ?? []), ...chosen])]}
              value={chosen}
              onChange={(languages) => change(languages.length > 0 ? languages.join("+") : null)}
              maw={420}
              searchable
              clearable
            />
          )}
        </Stack>
      )}
    </Panel>
  );
}
