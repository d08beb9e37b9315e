import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
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
  const box = useFollowed(writing.text, busy);
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
          ref={box}
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

/** How far below the window's edge the end may be and still be followed, in pixels. */
const NEAR = 96;

/** Keeps the end of a growing text in sight, unless the person has scrolled away from it. */
function useFollowed(grown: string, growing: boolean) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const end = box.current?.getBoundingClientRect().bottom ?? 0;
    if (growing && grown !== "" && end < window.innerHeight + NEAR) {
      box.current?.scrollIntoView({ block: "nearest" });
    }
  }, [grown, growing]);
  return box;
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
