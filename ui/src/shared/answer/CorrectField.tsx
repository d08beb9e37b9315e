import { Button } from "@mantine/core";
import { IconPencil, IconPointer, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldView, TextSpan } from "../../generated";
import { text } from "../../i18n";
import { Choice } from "./Choice";
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
  const { field: asked, list } = askedAt(correcting.task, field.path);
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
  const { path, value, span } = field;
  const told = field.decidedBy.sources.includes("person");
  return (
    <Choice
      path={path}
      label={words.correctField(path)}
      asked={asked}
      right={value !== null && !told ? span : null}
      absent={words.absent}
      select={(take) => correcting.select(path, take)}
      say={(word) => correcting.onFields([{ path, value: word }])}
      onLeave={() => setOpen(false)}
    />
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
