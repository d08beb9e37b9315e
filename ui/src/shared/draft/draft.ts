/**
 * A task while a person is still writing it.
 *
 * Unlike a {@link TaskSpec} it may be half done: a schema that does not parse yet, empty rows,
 * an example without its answer. Rows carry a key so that they keep their identity when moved.
 */
import type {
  Decide,
  FieldType,
  LengthSpec,
  LengthUnit,
  SamplingSpec,
  Strategy,
  TaskKind,
} from "../../generated";

export interface LabelRow {
  key: string;
  name: string;
  description: string;
}

export interface FieldRow {
  key: string;
  name: string;
  kind: FieldType;
  description: string;
  required: boolean;
  free: boolean;
  /** The values of an enum, as typed: one a line. */
  values: string;
  /** What a list or an object holds. */
  fields: FieldRow[];
}

export interface ExampleRow {
  key: string;
  input: string;
  /** A label (or several, one a line), or JSON, or text: whatever the kind of task answers. */
  output: string;
}

export interface TaskDraft {
  name: string;
  instructions: string;
  labels: LabelRow[];
  /** Whether several labels may apply to one document. */
  multi: boolean;
  fields: FieldRow[];
  /** Whether {@link schemaText} asks instead of {@link fields}. */
  useSchema: boolean;
  schemaText: string;
  examples: ExampleRow[];
  length: LengthSpec;
  focus: string;
  answerIn: string;
  strategy: Strategy;
  sampling: SamplingSpec;
  maxTokens: number | null;
  threshold: number | null;
  calibrate: boolean;
  decide: Decide;
  /** The model that is asked where the others are unsure; empty: none. */
  fallback: string;
}

export const FIELD_TYPES: FieldType[] = [
  "text",
  "date",
  "amount",
  "number",
  "name",
  "organization",
  "address",
  "duration",
  "email",
  "phone",
  "url",
  "identifier",
  "boolean",
  "enum",
  "list",
  "object",
];

export const LENGTH_UNITS: LengthUnit[] = ["sentences", "bullets", "words"];

export const STRATEGIES: Strategy[] = ["mapReduce", "refine"];

export const DECIDE: Decide[] = ["cascade", "best", "embedder", "model"];

/** A key for a new row. */
export function newKey(): string {
  return crypto.randomUUID();
}

export function emptyLabel(): LabelRow {
  return { key: newKey(), name: "", description: "" };
}

export function emptyField(): FieldRow {
  return {
    key: newKey(),
    name: "",
    kind: "text",
    description: "",
    required: false,
    free: false,
    values: "",
    fields: [],
  };
}

export function emptyExample(): ExampleRow {
  return { key: newKey(), input: "", output: "" };
}

/** Always the most probable token: the same document gives the same answer. */
const GREEDY: SamplingSpec = {
  temperature: 0,
  topP: 1,
  topK: 0,
  minP: 0,
  repeatPenalty: 1,
  seed: 1,
};

/** For free prompts: still without chance, but small models left alone go in circles. */
const FREE: SamplingSpec = { ...GREEDY, repeatPenalty: 1.1 };

/** The form as it first appears. */
export function emptyDraft(kind: TaskKind): TaskDraft {
  return {
    name: "",
    instructions: "",
    labels: kind === "classify" ? [emptyLabel(), emptyLabel()] : [],
    multi: false,
    fields: kind === "extract" ? [emptyField()] : [],
    useSchema: false,
    schemaText: "",
    examples: [],
    length: { unit: "sentences", count: 3 },
    focus: "",
    answerIn: "",
    strategy: "mapReduce",
    sampling: kind === "generate" ? FREE : GREEDY,
    maxTokens: kind === "generate" ? 256 : null,
    threshold: null,
    calibrate: true,
    decide: "cascade",
    fallback: "",
  };
}
