import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { text } from "../../i18n";
import { emptyLabel, type LabelRow } from "../draft/draft";
import classes from "./form.module.css";
import { RowTools } from "./RowTools";
import { moved, replaced, rowKeys, without } from "./rows";

interface LabelsEditorProps {
  labels: LabelRow[];
  onChange: (labels: LabelRow[]) => void;
  /** Whether several may apply. */
  multi: boolean;
  onMulti: (multi: boolean) => void;
}

/** The labels of a classification, one row each. */
export function LabelsEditor({ labels, onChange, multi, onMulti }: LabelsEditorProps) {
  const words = text.form.labels;
  const focusNew = useRef(false);
  const add = () => {
    focusNew.current = true;
    onChange([...labels, emptyLabel()]);
  };
  return (
    <Stack gap="xs" role="group" aria-label={words.title}>
      <div>
        <Text fw={600} size="sm">
          {words.title}
        </Text>
        <Text size="xs" c="dimmed">
          {words.hint}
        </Text>
      </div>
      {labels.map((label, index) => {
        const move = (by: -1 | 1) => onChange(moved(labels, label.key, by));
        const last = index === labels.length - 1;
        const keys = rowKeys(move, last ? add : undefined);
        return (
          <div key={label.key} className={classes.labelRow}>
            <TextInput
              aria-label={words.name(index + 1)}
              data-testid={`label-name-${index}`}
              placeholder={words.namePlaceholder[index]}
              value={label.name}
              autoComplete="off"
              spellCheck={false}
              ref={(input) => {
                if (last && focusNew.current && input) {
                  focusNew.current = false;
                  input.focus();
                }
              }}
              onKeyDown={keys}
              onChange={(event) =>
                onChange(replaced(labels, label.key, { name: event.currentTarget.value }))
              }
            />
            <TextInput
              aria-label={words.description(index + 1)}
              data-testid={`label-description-${index}`}
              placeholder={words.descriptionPlaceholder[index]}
              value={label.description}
              autoComplete="off"
              onKeyDown={keys}
              onChange={(event) =>
                onChange(replaced(labels, label.key, { description: event.currentTarget.value }))
              }
            />
            <RowTools
              what={label.name || words.name(index + 1)}
              first={index === 0}
              last={last}
              onMove={move}
              onRemove={() => onChange(without(labels, label.key))}
            />
          </div>
        );
      })}
      <Group justify="space-between" gap="xs">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          data-testid="label-add"
          onClick={add}
        >
          {words.add}
        </Button>
        <Text size="xs" c="dimmed">
          {text.form.rows.keys}
        </Text>
      </Group>
      <Checkbox
        size="sm"
        label={words.multi}
        description={multi ? words.multiWhy : words.rest}
        checked={multi}
        data-testid="labels-multi"
        onChange={(event) => onMulti(event.currentTarget.checked)}
      />
    </Stack>
  );
}
