/** Tasks to start from, so that an empty form is never the only beginning. */
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { emptyField, newKey, type TaskDraft } from "./draft";

const words = text.starters;

export interface Starter {
  name: string;
  kind: TaskKind;
  /** Names of the sample documents that it suits begin like this. */
  suits: string[];
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

function classify({ name, labels }: LabelText, suits: string[]): Starter {
  return {
    name,
    kind: "classify",
    suits,
    rows: () => ({ labels: labels.map((label) => ({ key: newKey(), ...label })) }),
  };
}

function extract({ name, fields }: FieldText, suits: string[]): Starter {
  return {
    name,
    kind: "extract",
    suits,
    rows: () => ({
      useSchema: false,
      fields: fields.map((field) => ({ ...emptyField(), ...field })),
    }),
  };
}

export const STARTERS: Starter[] = [
  classify(words.messages, ["message", "complaint"]),
  classify(words.mood, []),
  extract(words.invoice, ["invoice"]),
  extract(words.receipt, ["receipt"]),
  extract(words.agreement, ["agreement"]),
];

/** The task that suits a sample document. */
export function starterFor(kind: TaskKind, sample: string): Starter | undefined {
  return STARTERS.find(
    (starter) => starter.kind === kind && starter.suits.some((stem) => sample.startsWith(stem)),
  );
}

/** Whether nothing has been asked yet: only then may a starter be put in unasked. */
export function isBlank(draft: TaskDraft): boolean {
  return (
    draft.labels.every(({ name, description }) => name === "" && description === "") &&
    draft.fields.every(({ name, description }) => name === "" && description === "") &&
    draft.schemaText === "" &&
    draft.instructions === ""
  );
}
