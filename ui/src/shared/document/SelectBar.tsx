import { Button, Group, Kbd, Text, VisuallyHidden } from "@mantine/core";
import { text as words } from "../../i18n";
import { spokenPath } from "../answer/rows";
import classes from "./DocumentView.module.css";
import type { Selecting } from "./useSelecting";

/** What is being selected for, and how; above the text that it is selected in. */
export function SelectBar({ selecting, text }: { selecting: Selecting; text: string }) {
  const { wanted, span, take } = selecting;
  const says = words.teach.selecting;
  return (
    <div className={classes.selecting} data-testid="select-bar">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" fw={600} truncate>
          {says.title(spokenPath(wanted.field))}
        </Text>
        <Group gap={6} wrap="nowrap">
          <Button
            size="compact-xs"
            disabled={span === null}
            rightSection={<Kbd size="xs">↵</Kbd>}
            data-testid="select-take"
            onClick={take}
          >
            {says.take}
          </Button>
          <Button size="compact-xs" variant="default" onClick={wanted.leave}>
            {says.cancel}
          </Button>
        </Group>
      </Group>
      <Text size="xs" c="dimmed">
        {says.hint}
      </Text>
      <VisuallyHidden aria-live="polite">
        {span && says.selected(text.slice(span.start, span.end))}
      </VisuallyHidden>
    </div>
  );
}
