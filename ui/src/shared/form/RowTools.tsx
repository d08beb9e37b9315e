import { ActionIcon, Group } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { text } from "../../i18n";
import classes from "./form.module.css";

interface RowToolsProps {
  /** What the row is, for people who hear it. */
  what: string;
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** Up, down and away, for a row of a form. */
export function RowTools({ what, first, last, onMove, onRemove }: RowToolsProps) {
  return (
    <Group gap={0} wrap="nowrap" className={classes.tools}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={text.form.rows.up(what)}
        disabled={first}
        onClick={() => onMove(-1)}
      >
        <IconChevronUp size={15} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={text.form.rows.down(what)}
        disabled={last}
        onClick={() => onMove(1)}
      >
        <IconChevronDown size={15} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={text.form.rows.remove(what)}
        onClick={onRemove}
      >
        <IconX size={15} />
      </ActionIcon>
    </Group>
  );
}
