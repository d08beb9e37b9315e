import { Button, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { text } from "../../i18n";
import { emptyField, type FieldRow } from "../draft/draft";
import { FieldEditor } from "./FieldEditor";
import { moved, replaced, without } from "./rows";

interface FieldsEditorProps {
  fields: FieldRow[];
  onChange: (fields: FieldRow[]) => void;
  /** The field whose inside this is, and its place in test ids. */
  inside?: { name: string; path: string };
}

/** The fields of an extraction, one row each; lists and groups hold fields of their own. */
export function FieldsEditor({ fields, onChange, inside }: FieldsEditorProps) {
  const words = text.form.fields;
  const path = inside ? `${inside.path}-` : "";
  const add = () => onChange([...fields, emptyField()]);
  return (
    <Stack gap="sm" role="group" aria-label={inside ? inside.name : words.title}>
      {fields.map((field, index) => (
        <FieldEditor
          key={field.key}
          field={field}
          index={index}
          path={`${path}${index}`}
          first={index === 0}
          last={index === fields.length - 1}
          onChange={(part) => onChange(replaced(fields, field.key, part))}
          onMove={(by) => onChange(moved(fields, field.key, by))}
          onRemove={() => onChange(without(fields, field.key))}
          onEnter={add}
        />
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          data-testid={inside ? `field-add-${inside.path}` : "field-add"}
          onClick={add}
        >
          {inside ? words.addInside(inside.name) : words.add}
        </Button>
      </div>
    </Stack>
  );
}
