import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./workbench.module.css";

interface WorkbenchProps {
  title: string;
  lead: string;
  actions?: ReactNode;
  left: ReactNode;
  middle: ReactNode;
  right: ReactNode;
  /** Whether the source stays in sight in narrow windows too, because something points into it. */
  pinned?: boolean;
  /** Always in sight, and never over anything. */
  bar: ReactNode;
}

/**
 * A page that fills the window: source at the left, what is asked and what came out at the right.
 *
 * Wide windows scroll each side on its own and give the result a column when there is room;
 * narrow ones scroll as one.
 */
export function Workbench({
  title,
  lead,
  actions,
  left,
  middle,
  right,
  pinned,
  bar,
}: WorkbenchProps) {
  return (
    <div className={classes.bench}>
      <div className={classes.scroll} data-scroller>
        <Group className={classes.top} justify="space-between" align="flex-end" gap="sm">
          <div>
            <Title order={1}>{title}</Title>
            <Text c="dimmed" size="sm">
              {lead}
            </Text>
          </div>
          {actions}
        </Group>
        <div className={classes.columns}>
          <div className={classes.left} data-pinned={pinned}>
            {left}
          </div>
          <div className={classes.side} data-scroller>
            <div>{middle}</div>
            <div>{right}</div>
          </div>
        </div>
      </div>
      {bar}
    </div>
  );
}
