import { Button, Group } from "@mantine/core";
import { IconCheck, IconPencil, IconPointer, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldView, FieldWord, JsonValue, TextSpan } from "../../generated";
import { text } from "../../i18n";
import { askedAt, type Correcting } from "./correcting";
import { inline } from "./words";

const words = text.teach;

interface CorrectFieldProps {
  field: FieldView;
  /** The spans of the rows of its list, if it is one. */
  rows: TextSpan[];
  correcting: Correcting;
}

/** What the person may say of a field's value: right, elsewhere, absent, one of a few. */
export function CorrectField({ field, rows, correcting }: CorrectFieldProps) {
  const [open, setOpen] = useState(false);
  const { list } = askedAt(correcting.task, field.path);
  if (list !== null) {
    return <RemoveRow field={field} list={list} rows={rows} correcting={correcting} />;
  }
  if (!open) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconPencil size={13} />}
        disabled={correcting.busy}
        aria-label={words.correctField(field.path)}
        data-testid={`field-correct-${field.path}`}
        onClick={() => setOpen(true)}
      >
        {words.correct}
      </Button>
    );
  }
  return <Choice field={field} correcting={correcting} onLeave={() => setOpen(false)} />;
}

interface ChoiceProps {
  field: FieldView;
  correcting: Correcting;
  onLeave: () => void;
}

function Choice({ field, correcting, onLeave }: ChoiceProps) {
  const { path } = field;
  const { field: asked } = askedAt(correcting.task, path);
  const say = (value: FieldWord) => {
    onLeave();
    correcting.onFields([{ path, value }]);
  };
  const chosen: Array<[JsonValue, string]> =
    asked?.kind === "boolean"
      ? [
          [true, words.yes],
          [false, words.no],
        ]
      : (asked?.values ?? []).map((value): [JsonValue, string] => [value, value]);
  const told = field.decidedBy.sources.includes("person");
  return (
    <Group
      gap={6}
      role="group"
      aria-label={words.correctField(path)}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          onLeave();
        }
      }}
    >
      {field.value !== null && field.span && !told && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconCheck size={13} />}
          data-testid={`field-right-${path}`}
          onClick={() => field.span && say({ kind: "here", span: field.span })}
        >
          {words.right}
        </Button>
      )}
      {chosen.map(([value, label]) => (
        <Button
          key={label}
          size="compact-xs"
          variant="default"
          onClick={() => say({ kind: "choice", value })}
        >
          {label}
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
            correcting.select(path, (span) => say({ kind: "here", span }));
          }}
        >
          {words.select}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconX size={13} />}
        data-testid={`field-absent-${path}`}
        onClick={() => say({ kind: "absent" })}
      >
        {words.absent}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={onLeave}>
        {words.cancel}
      </Button>
    </Group>
  );
}

interface RemoveRowProps extends CorrectFieldProps {
  list: string;
}

function RemoveRow({ field, list, rows, correcting }: RemoveRowProps) {
  const { span } = field;
  if (!span) {
    return null;
  }
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={<IconTrash size={13} />}
      disabled={correcting.busy}
      aria-label={words.removeRow(inline(field.value))}
      onClick={() => {
        const spans = rows.filter((row) => row.start !== span.start || row.end !== span.end);
        correcting.onFields([{ path: list, value: { kind: "rows", spans } }]);
      }}
    >
      {text.form.rows.remove("")}
    </Button>
  );
}

interface AddRowProps {
  list: string;
  rows: TextSpan[];
  correcting: Correcting;
}

/** One more row of a list, selected in the document. */
export function AddRow({ list, rows, correcting }: AddRowProps) {
  const add = (span: TextSpan) => {
    const spans = [...rows, span].sort((a, b) => a.start - b.start);
    correcting.onFields([{ path: list, value: { kind: "rows", spans } }]);
  };
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconPointer size={13} />}
      disabled={correcting.busy}
      data-testid={`row-add-${list}`}
      onClick={() => correcting.select(list, add)}
    >
      {words.addRowOf(list)}
    </Button>
  );
}
