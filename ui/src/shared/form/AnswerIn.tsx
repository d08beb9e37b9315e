import { Autocomplete } from "@mantine/core";
import { text } from "../../i18n";

interface AnswerInProps {
  value: string;
  onChange: (value: string) => void;
}

/** The language of what the model writes; any can be typed. */
export function AnswerIn({ value, onChange }: AnswerInProps) {
  const words = text.form.answerIn;
  return (
    <Autocomplete
      label={words.title}
      placeholder={words.placeholder}
      data-testid="answer-in"
      data={words.languages}
      value={value}
      onChange={onChange}
    />
  );
}
