import { Progress as Bar, Button, Group, Kbd, Text } from "@mantine/core";
import { IconPlayerPlayFilled, IconPlayerStopFilled, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { text } from "../../i18n";
import { useRemoteChoices } from "../query/endpoints";
import classes from "./run.module.css";

interface RunBarProps {
  /** What stands at the left: a token count before, progress during. */
  status: ReactNode;
  busy: boolean;
  stopping: boolean;
  label: string;
  /** The sign on the button, if it is not the usual one. */
  icon?: ReactNode;
  disabled: boolean;
  onRun: () => void;
  onStop: () => void;
  /** Runs again only what is not done. */
  rest?: { label: string; onRun: () => void };
}

/** Run, or stop, with what there is to know beside it. */
export function RunBar(props: RunBarProps) {
  const { status, busy, stopping, label, icon, disabled, onRun, onStop, rest } = props;
  const servers = useRemoteChoices();
  const away = servers.filter(({ here }) => !here).map(({ host }) => host);
  return (
    <div className={classes.bar}>
      <div className={classes.status}>{status}</div>
      <Group gap="xs" wrap="nowrap">
        {servers.length > 0 && (
          <Text size="xs" c="dimmed" data-testid="goes-to">
            {away.length > 0
              ? text.endpoints.goesTo(away.join(", "))
              : text.endpoints.staysHere(servers.map(({ host }) => host).join(", "))}
          </Text>
        )}
        {!busy && rest && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            data-testid="run-rest"
            onClick={rest.onRun}
          >
            {rest.label}
          </Button>
        )}
        {busy ? (
          <Button
            color="red"
            variant="light"
            data-testid="stop"
            disabled={stopping}
            leftSection={<IconPlayerStopFilled size={15} />}
            rightSection={<Kbd size="xs">{text.run.keys.stop}</Kbd>}
            onClick={onStop}
          >
            {stopping ? text.run.stopping : text.run.stop}
          </Button>
        ) : (
          <Button
            data-testid="run"
            disabled={disabled}
            leftSection={icon ?? <IconPlayerPlayFilled size={15} />}
            rightSection={<span className={classes.keys}>{text.run.keys.run}</span>}
            onClick={onRun}
          >
            {label}
          </Button>
        )}
      </Group>
    </div>
  );
}

interface StageProps {
  words: string;
  /** 0 to 1; null: unknown. */
  fraction: number | null;
  /** n of N documents. */
  count?: string;
  /** How long it will take from now. */
  left?: string;
}

/** How far a run is, in words and as a bar. */
export function Stage({ words, fraction, count, left }: StageProps) {
  return (
    <div className={classes.stage} role="status" aria-live="polite">
      <Text size="xs" c="dimmed" truncate>
        {[count, words, left].filter(Boolean).join(" · ")}
      </Text>
      <Bar
        size="sm"
        value={(fraction ?? 1) * 100}
        animated={fraction === null}
        striped={fraction === null}
        aria-label={words}
      />
    </div>
  );
}
