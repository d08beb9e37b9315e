import { JsonInput } from "@mantine/core";
import { text } from "../../i18n";
import { parseJson } from "../draft/json";
import classes from "./form.module.css";

interface SchemaEditorProps {
  value: string;
  onChange: (value: string) => void;
}

const PLACEHOLDER = `{
  "type": "object",
  "properties": {
    "invoice_number": { "type": "string" },
    "total": { "type": "string", "description": "amount to pay" }
  },
  "required": ["total"]
}`;

/** A JSON Schema as it is typed. What its keywords mean is the core's to judge. */
export function SchemaEditor({ value, onChange }: SchemaEditorProps) {
  const parsed = value.trim() === "" ? null : parseJson(value);
  return (
    <JsonInput
      className={classes.code}
      label={text.form.fields.schema}
      description={text.form.fields.schemaHint}
      placeholder={PLACEHOLDER}
      data-testid="schema"
      spellCheck={false}
      formatOnBlur
      autosize
      minRows={10}
      maxRows={24}
      value={value}
      error={parsed?.ok === false ? text.form.schemaError(parsed.message) : undefined}
      onChange={onChange}
    />
  );
}
