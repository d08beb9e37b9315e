import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useId } from "react";
import classes from "./layout.module.css";

interface PanelProps {
  title?: string;
  actions?: ReactNode;
  /** Whether the content goes to the very edge. */
  flush?: boolean;
  className?: string;
  testId?: string;
  children: ReactNode;
}

/** A sheet of paper with a title. */
export function Panel({ title, actions, flush = false, className, testId, children }: PanelProps) {
  const id = useId();
  return (
    <section
      className={[classes.panel, className].filter(Boolean).join(" ")}
      aria-labelledby={title ? id : undefined}
      data-testid={testId}
    >
      {(title || actions) && (
        <Group className={classes.head} justify="space-between" gap="xs" wrap="nowrap">
          {title && (
            <Title order={2} id={id} className={classes.title} title={title}>
              {title}
            </Title>
          )}
          {actions}
        </Group>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
