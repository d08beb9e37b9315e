import { Collapse, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import classes from "./form.module.css";

interface FoldProps {
  title: string;
  /** What can be known without opening it. */
  summary?: string;
  openAtFirst?: boolean;
  testId?: string;
  children: ReactNode;
}

/** A part of a form that is out of the way until it is wanted. */
export function Fold({ title, summary, openAtFirst = false, testId, children }: FoldProps) {
  const id = useId();
  const [opened, { toggle }] = useDisclosure(openAtFirst);
  return (
    <div>
      <UnstyledButton
        className={classes.fold}
        aria-expanded={opened}
        aria-controls={id}
        data-testid={testId}
        onClick={toggle}
      >
        <IconChevronRight size={16} className={classes.chevron} aria-hidden />
        {title}
        {summary && !opened && (
          <Text span size="xs" c="dimmed" fw={400}>
            {summary}
          </Text>
        )}
      </UnstyledButton>
      <Collapse expanded={opened} id={id} keepMounted={false}>
        <div style={{ paddingTop: "0.5rem" }}>{children}</div>
      </Collapse>
    </div>
  );
}
