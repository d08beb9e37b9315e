import {
  ActionIcon,
  Checkbox,
  Group,
  NativeSelect,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useState } from "react";
import { text } from "../../i18n";
import { FIELD_TYPES, type FieldRow } from "../draft/draft";
import { FieldsEditor } from "./FieldsEditor";
import classes from "./form.module.css";
import { RowTools } from "./RowTools";
import { rowKeys } from "./rows";
import { Sought } from "./Sought";

interface FieldEditorProps {
  field: FieldRow;
  index: number;
  /** "0", "0-1": its place, for test ids. */
  path: string;
  first: boolean;
  last: boolean;
  onChange: (part: Partial<FieldRow>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onEnter: () => void;
}

const TYPES = FIELD_TYPES.map((value) => ({ value, label: text.form.fieldTypes[value] }));

/** One field: name, type, what it is; behind a button what is needed more rarely. */
export function FieldEditor(props: FieldEditorProps) {
  const { field, index, path, first, last, onChange, onMove, onRemove, onEnter } = props;
  const words = text.form.fields;
  const [open, setOpen] = useState(field.required || field.free);
  const holds = field.kind === "list" || field.kind === "object";
  const name = field.name || words.name(index + 1);
  const keys = rowKeys(onMove, last ? onEnter : undefined);
  return (
    <div className={classes.fieldRow}>
      <TextInput
        className={classes.fieldName}
        aria-label={words.name(index + 1)}
        data-testid={`field-name-${path}`}
        placeholder={
          path === `${index}` ? words.namePlaceholder[index] : words.namePlaceholderInside[index]
        }
        value={field.name}
        autoComplete="off"
        spellCheck={false}
        onKeyDown={keys}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NativeSelect
        className={classes.fieldType}
        aria-label={words.type(index + 1)}
        data-testid={`field-type-${path}`}
        data={TYPES}
        value={field.kind}
        onChange={(event) => {
          const kind = FIELD_TYPES.find((type) => type === event.currentTarget.value);
          if (kind) {
            onChange({ kind });
          }
        }}
      />
      <Group gap={0} wrap="nowrap" className={classes.fieldTools}>
        <ActionIcon
          variant={open ? "light" : "subtle"}
          color="gray"
          size="sm"
          aria-label={words.more(index + 1)}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconAdjustmentsHorizontal size={15} />
        </ActionIcon>
        <RowTools what={name} first={first} last={last} onMove={onMove} onRemove={onRemove} />
      </Group>
      <TextInput
        className={classes.fieldDescription}
        aria-label={words.description(index + 1)}
        data-testid={`field-description-${path}`}
        placeholder={
          (!field.name && path === `${index}` && words.descriptionPlaceholder[index]) ||
          words.descriptionMore
        }
        value={field.description}
        autoComplete="off"
        onKeyDown={keys}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      {field.kind === "text" && (
        <Sought field={field} path={path} onChoose={(kind) => onChange({ kind })} />
      )}
      {(open || holds || field.kind === "enum") && (
        <Stack gap="xs" className={classes.fieldMore}>
          {field.kind === "enum" && (
            <Textarea
              label={words.values}
              autosize
              minRows={2}
              maxRows={8}
              value={field.values}
              data-testid={`field-values-${path}`}
              onChange={(event) => onChange({ values: event.currentTarget.value })}
            />
          )}
          {open && (
            <Group gap="lg">
              <Checkbox
                size="xs"
                label={words.required}
                checked={field.required}
                onChange={(event) => onChange({ required: event.currentTarget.checked })}
              />
              <Checkbox
                size="xs"
                label={words.free}
                title={words.freeWhy}
                checked={field.free}
                onChange={(event) => onChange({ free: event.currentTarget.checked })}
              />
            </Group>
          )}
          {field.kind === "list" && (
            <Text size="xs" c="dimmed">
              {words.listHint}
            </Text>
          )}
          {holds && (
            <FieldsEditor
              fields={field.fields}
              inside={{ name, path }}
              onChange={(fields) => onChange({ fields })}
            />
          )}
        </Stack>
      )}
    </div>
  );
}
