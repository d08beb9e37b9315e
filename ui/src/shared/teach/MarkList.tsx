import { ActionIcon, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { text } from "../../i18n";
import { useSheets } from "../draft/sheets";
import { markedRows } from "../draft/stars";
import { without } from "../form/rows";
import classes from "./teach.module.css";

const words = text.teach;

/** The documents whose sentences are starred or struck out; each can be forgotten. */
export function MarkList() {
  const examples = useSheets(({ sheets }) => sheets.summarize.draft.examples);
  const edit = useSheets((store) => store.edit);
  const rows = markedRows(examples);
  return (
    <Stack gap="md" data-testid="teach-panel">
      <Text size="sm" c="dimmed">
        {words.lead.summarize}
      </Text>
      {rows.length === 0 && <Text size="sm">{words.marks.none}</Text>}
      <ul className={classes.examples} aria-label={words.examples}>
        {rows.map(({ key, input, starred, struck }) => {
          const name = input.trim().slice(0, 160);
          return (
            <li key={key} className={classes.example} data-testid="taught-example">
              <Stack gap={2} miw={0}>
                <Text size="sm" lineClamp={2}>
                  {name}
                </Text>
                <Text size="xs" c="dimmed">
                  {words.marks.one(starred, struck)}
                </Text>
              </Stack>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={words.marks.remove(name.slice(0, 60))}
                onClick={() => edit("summarize", { examples: without(examples, key) })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
    </Stack>
  );
}
