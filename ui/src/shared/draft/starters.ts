/** Tasks to start from, so that an empty form is never the only beginning. */
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { emptyField, newKey, type TaskDraft } from "./draft";

const words = text.starters;

export interface Starter {
  name: string;
  kind: TaskKind;
  /** Its rows, with keys of their own each time. */
  rows: () => Partial<TaskDraft>;
}

interface LabelText {
  name: string;
  labels: Array<{ name: string; description: string }>;
}

interface FieldText {
  name: string;
  fields: Array<Pick<TaskDraft["fields"][number], "name" | "kind" | "description">>;
}

function classify({ name, labels }: LabelText): Starter {
  return {
    name,
    kind: "classify",
    rows: () => ({ labels: labels.map((label) => ({ key: newKey(), ...label })) }),
  };
}

function extract({ name, fields }: FieldText): Starter {
  return {
    name,
    kind: "extract",
    rows: () => ({
      useSchema: false,
      fields: fields.map((field) => ({ ...emptyField(), ...field })),
    }),
  };
}

export const STARTERS: Starter[] = [
  classify(words.messages),
  classify(words.mood),
  extract(words.invoice),
  extract(words.receipt),
  extract(words.agreement),
];

/** Whether nothing has been asked yet: only then may a starter be put in unasked. */
export function isBlank(draft: TaskDraft): boolean {
  return (
    draft.labels.every(({ name, description }) => name === "" && description === "") &&
    draft.fields.every(({ name, description }) => name === "" && description === "") &&
    draft.schemaText === "" &&
    draft.instructions === ""
  );
}
