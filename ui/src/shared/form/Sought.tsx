import { Button, Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { FieldType } from "../../generated";
import { text } from "../../i18n";
import type { FieldRow } from "../draft/draft";
import { useSoughtType } from "../query/tasks";
import classes from "./form.module.css";

/** Milliseconds without a key before the words of a field are read. */
const QUIET = 250;

interface SoughtProps {
  /** Its type is text. */
  field: FieldRow;
  /** "0", "0-1": its place, for test ids. */
  path: string;
  onChoose: (kind: FieldType) => void;
}

/**
 * What a field left at text is looked for as, where its words name something narrower: a "due date"
 * is looked for among dates. One press makes it the field's type.
 */
export function Sought({ field, path, onChoose }: SoughtProps) {
  const [settled] = useDebouncedValue(field, QUIET);
  const { data: kind } = useSoughtType(settled.name, settled.description);
  if (!kind || kind === "text") {
    return null;
  }
  const words = text.form.fields;
  const type = text.form.fieldTypes[kind];
  return (
    <Group gap="xs" className={classes.fieldSought} data-testid={`field-sought-${path}`}>
      <Text size="xs" c="dimmed">
        {words.sought(type)}
      </Text>
      <Button
        variant="subtle"
        size="compact-xs"
        title={words.soughtWhy}
        onClick={() => onChoose(kind)}
      >
        {words.makeSought(type)}
      </Button>
    </Group>
  );
}
