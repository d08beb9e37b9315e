import { Textarea } from "@mantine/core";
import { text } from "../../i18n";

interface InstructionsProps {
  value: string;
  onChange: (value: string) => void;
}

/** Anything else that the model should bear in mind. */
export function Instructions({ value, onChange }: InstructionsProps) {
  return (
    <Textarea
      label={text.form.instructions.title}
      placeholder={text.form.instructions.placeholder}
      data-testid="instructions"
      autosize
      minRows={1}
      maxRows={8}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
