import {
  Group,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  useMantineColorScheme,
} from "@mantine/core";
import type { Theme } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { CopyText } from "../../shared/answer/CopyText";
import { Page } from "../../shared/layout/Page";
import { Panel } from "../../shared/layout/Panel";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { complain } from "../../shared/notice/toast";
import { useSettings, useUpdateSettings } from "../../shared/query/settings";
import { Computing } from "./Computing";
import { DoctorReport } from "./DoctorReport";
import { Keyboard } from "./Keyboard";
import { Recognition } from "./Recognition";
import classes from "./settings.module.css";

const words = text.settings;

const THEMES: Array<{ value: Theme; label: string }> = [
  { value: "system", label: text.shell.themes.system },
  { value: "light", label: text.shell.themes.light },
  { value: "dark", label: text.shell.themes.dark },
];

/** Look, computing, where the data lives, and how the machine is. */
export function SettingsPage() {
  const settings = useSettings();
  return (
    <Page title={words.title} lead={text.shell.offlineWhy}>
      <Stack gap="md">
        {settings.error && (
          <ErrorNotice
            error={asHostError(settings.error)}
            onRetry={() => void settings.refetch()}
          />
        )}
        {settings.isPending && <Skeleton h={200} radius="lg" />}
        {settings.data && (
          <>
            <Look theme={settings.data.theme} />
            <Computing settings={settings.data} />
            <Recognition wish={settings.data.recognition} />
            <Panel title={words.data}>
              <Group gap="xs" wrap="nowrap" mb={6}>
                <code className={classes.path} data-testid="data-folder">
                  {settings.data.home}
                </code>
                <CopyText value={settings.data.home} label={words.copyPath} />
              </Group>
              <Text size="sm" c="dimmed">
                {words.dataHint}
              </Text>
            </Panel>
          </>
        )}
        <DoctorReport />
        <Keyboard />
      </Stack>
    </Page>
  );
}

function Look({ theme }: { theme: Theme }) {
  const update = useUpdateSettings();
  const { setColorScheme } = useMantineColorScheme();
  return (
    <Panel title={words.look}>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {words.lookHint}
        </Text>
        <SegmentedControl
          aria-label={words.look}
          data={THEMES}
          value={theme}
          onChange={(value) => {
            const next = THEMES.find((each) => each.value === value)?.value;
            if (next) {
              setColorScheme(next === "system" ? "auto" : next);
              update.mutate({ theme: next }, { onError: complain });
            }
          }}
        />
      </Group>
    </Panel>
  );
}
