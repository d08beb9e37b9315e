import { Button, Group } from "@mantine/core";
import { IconCheck, IconPointer, IconX } from "@tabler/icons-react";
import type { FieldSpec, FieldWord, JsonValue, TextSpan } from "../../generated";
import { text } from "../../i18n";

const words = text.teach;

interface ChoiceProps {
  path: string;
  /** What is corrected, in words. */
  label: string;
  /** What was asked, where the task says it. */
  asked: FieldSpec | null;
  /** Where the answer stands, if it may be confirmed. */
  right: TextSpan | null;
  /** What saying that there is no value is called; null where there is none anyway. */
  absent: string | null;
  /** Lets the person select words of the document. */
  select: (take: (span: TextSpan) => void) => void;
  say: (value: FieldWord) => void;
  onLeave: () => void;
}

/** The ways to correct a value: right, one of a few, selected in the document, absent. */
export function Choice(props: ChoiceProps) {
  const { path, label, asked, right, absent, select, say, onLeave } = props;
  const told = (value: FieldWord) => {
    onLeave();
    say(value);
  };
  const chosen: Array<[JsonValue, string]> =
    asked?.kind === "boolean"
      ? [
          [true, words.yes],
          [false, words.no],
        ]
      : (asked?.values ?? []).map((value): [JsonValue, string] => [value, value]);
  return (
    <Group
      gap={6}
      role="group"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          onLeave();
        }
      }}
    >
      {right && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconCheck size={13} />}
          data-testid={`field-right-${path}`}
          onClick={() => told({ kind: "here", span: right })}
        >
          {words.right}
        </Button>
      )}
      {chosen.map(([value, name], index) => (
        <Button
          key={name}
          size="compact-xs"
          variant="default"
          autoFocus={index === 0}
          onClick={() => told({ kind: "choice", value })}
        >
          {name}
        </Button>
      ))}
      {chosen.length === 0 && (
        <Button
          size="compact-xs"
          variant="default"
          autoFocus
          leftSection={<IconPointer size={13} />}
          data-testid={`field-select-${path}`}
          onClick={() => {
            onLeave();
            select((span) => say({ kind: "here", span }));
          }}
        >
          {words.select}
        </Button>
      )}
      {absent !== null && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconX size={13} />}
          data-testid={`field-absent-${path}`}
          onClick={() => told({ kind: "absent" })}
        >
          {absent}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={onLeave}>
        {words.cancel}
      </Button>
    </Group>
  );
}
