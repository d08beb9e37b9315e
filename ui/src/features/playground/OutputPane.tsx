import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { text as words } from "../../i18n";
import { CopyText } from "../../shared/answer/CopyText";
import { duration, integer, rate } from "../../shared/format/format";
import { Panel } from "../../shared/layout/Panel";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import classes from "./playground.module.css";
import type { Writing } from "./usePlayground";

interface OutputPaneProps {
  writing: Writing;
  busy: boolean;
  onRetry: () => void;
  onRaiseLimit: () => void;
}

/** What the model writes, as it writes it, and how fast. */
export function OutputPane({ writing, busy, onRetry, onRaiseLimit }: OutputPaneProps) {
  const playground = words.tasks.playground;
  const { dash } = playground;
  const stopped = writing.error?.code === "cancelled";
  return (
    <Panel
      title={playground.output}
      actions={
        <Group gap="xs">
          {stopped && <Badge color="gray">{words.run.stopped}</Badge>}
          {writing.text !== "" && <CopyText value={writing.text} />}
        </Group>
      }
    >
      <Stack gap="md">
        {writing.error && !stopped && (
          <ErrorNotice error={writing.error} onRetry={onRetry} onRaiseLimit={onRaiseLimit} />
        )}
        <div
          className={classes.output}
          data-testid="playground-output"
          data-busy={busy}
          aria-live="polite"
          aria-busy={busy}
        >
          {writing.text}
        </div>
        {writing.text === "" && !writing.error && (
          <Text size="sm" c="dimmed">
            {playground.outputEmpty}
          </Text>
        )}
        {writing.cut && (
          <Group gap="sm" data-testid="playground-cut">
            <Text size="sm" c="dimmed">
              {words.answer.cut}
            </Text>
            <Button size="compact-sm" variant="light" onClick={onRaiseLimit}>
              {words.errors.raiseLimit}
            </Button>
          </Group>
        )}
        <Group gap="xl" className={classes.figures}>
          <Figure
            label={playground.ttft}
            testId="playground-ttft"
            value={writing.firstTokenMs === null ? dash : duration(writing.firstTokenMs)}
          />
          <Figure
            label={playground.rate}
            testId="playground-rate"
            value={writing.rate === null ? dash : playground.perSecond(rate(writing.rate))}
          />
          <Figure
            label={playground.tokens}
            testId="playground-tokens"
            value={writing.tokens === 0 ? dash : integer(writing.tokens)}
          />
        </Group>
      </Stack>
    </Panel>
  );
}

function Figure({ label, value, testId }: { label: string; value: string; testId: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} className={classes.figure} data-testid={testId}>
        {value}
      </Text>
    </div>
  );
}
