/**
 * Reads what an earlier window left in local storage.
 *
 * A tolerant reader: a value that is missing or of another shape falls back to the blank form's,
 * so one bad field never costs a person the rest.
 */
import * as v from "valibot";
import type { TaskKind } from "../../generated";
import type { TaskDraft } from "./draft";
import {
  DECIDE,
  emptyDraft,
  FIELD_TYPES,
  type FieldRow,
  LENGTH_UNITS,
  newKey,
  STRATEGIES,
} from "./draft";

const text = v.fallback(v.string(), "");
const flag = v.fallback(v.boolean(), false);
const key = v.fallback(v.string(), newKey);
const count = v.fallback(v.nullable(v.number()), null);

const label = v.object({ key, name: text, description: text });

const field: v.GenericSchema<unknown, FieldRow> = v.object({
  key,
  name: text,
  kind: v.fallback(v.picklist(FIELD_TYPES), "text"),
  description: text,
  required: flag,
  free: flag,
  values: text,
  fields: v.fallback(v.array(v.lazy(() => field)), []),
});

const example = v.object({ key, input: text, output: text });

function draftSchema(kind: TaskKind) {
  const blank = emptyDraft(kind);
  const { sampling } = blank;
  return v.object({
    name: text,
    instructions: text,
    labels: v.fallback(v.array(label), blank.labels),
    multi: flag,
    fields: v.fallback(v.array(field), blank.fields),
    useSchema: flag,
    schemaText: text,
    examples: v.fallback(v.array(example), []),
    length: v.fallback(
      v.object({ unit: v.picklist(LENGTH_UNITS), count: v.number() }),
      blank.length,
    ),
    focus: text,
    answerIn: text,
    strategy: v.fallback(v.picklist(STRATEGIES), blank.strategy),
    sampling: v.fallback(
      v.object({
        temperature: v.fallback(v.number(), sampling.temperature),
        topP: v.fallback(v.number(), sampling.topP),
        topK: v.fallback(v.number(), sampling.topK),
        minP: v.fallback(v.number(), sampling.minP),
        repeatPenalty: v.fallback(v.number(), sampling.repeatPenalty),
        seed: v.fallback(v.number(), sampling.seed),
      }),
      sampling,
    ),
    maxTokens: count,
    threshold: count,
    calibrate: v.fallback(v.boolean(), true),
    decide: v.fallback(v.picklist(DECIDE), blank.decide),
    fallback: text,
  });
}

/** What is kept of a page: its form, the typed text, and which kept task it came from. */
export interface Sheet {
  draft: TaskDraft;
  text: string;
  taskId: string | null;
}

export function emptySheet(kind: TaskKind): Sheet {
  return { draft: emptyDraft(kind), text: "", taskId: null };
}

/** A page as it was left, as far as it can be read. */
export function readSheet(kind: TaskKind, stored: unknown): Sheet {
  const schema = v.object({
    draft: v.fallback(draftSchema(kind), () => emptyDraft(kind)),
    text,
    taskId: v.fallback(v.nullable(v.string()), null),
  });
  const read = v.safeParse(schema, stored);
  return read.success ? read.output : emptySheet(kind);
}
