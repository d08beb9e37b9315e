/** From the form to the task that the core understands. */
import type { ExampleSpec, FieldSpec, JsonValue, TaskKind, TaskSpec } from "../../generated";
import type { FieldRow, TaskDraft } from "./draft";
import { parseJson } from "./json";
import { markedOutput } from "./stars";

/** What keeps a draft from being a task: where it is, and the parser's words. */
export interface DraftProblem {
  where: "schema" | "example";
  /** The example's number from 0; 0 for the schema. */
  index: number;
  message: string;
}

export type SpecResult = { ok: true; spec: TaskSpec } | { ok: false; problems: DraftProblem[] };

/**
 * Reads a draft as a task. Rows that were left wholly empty are not sent.
 *
 * Only what cannot be sent at all is a problem here (JSON that does not parse); whether the task
 * makes sense is the core's to say.
 */
export function toSpec(kind: TaskKind, draft: TaskDraft): SpecResult {
  const problems: DraftProblem[] = [];
  const schema = readSchema(kind, draft, problems);
  const examples = readExamples(kind, draft, problems);
  if (problems.length > 0) {
    return { ok: false, problems };
  }
  const spec: TaskSpec = {
    name: draft.name.trim(),
    kind,
    instructions: draft.instructions.trim(),
    labels: kind === "classify" ? readLabels(draft) : [],
    multi: kind === "classify" && draft.multi,
    fields: kind === "extract" && !draft.useSchema ? readFields(draft.fields) : [],
    schema,
    examples,
    length: kind === "summarize" ? draft.length : null,
    focus: kind === "summarize" ? draft.focus.trim() : "",
    answerIn: kind === "classify" ? "" : draft.answerIn.trim(),
    strategy: draft.strategy,
    sampling: draft.sampling,
    maxTokens: draft.maxTokens,
    threshold: kind === "classify" || kind === "extract" ? draft.threshold : null,
    calibrate: draft.calibrate,
    decide: draft.decide,
    fallback: asksFallback(kind, draft) ? draft.fallback : null,
  };
  return { ok: true, spec };
}

function readLabels(draft: TaskDraft): TaskSpec["labels"] {
  return draft.labels
    .map(({ name, description }) => ({ name: name.trim(), description: description.trim() }))
    .filter(({ name, description }) => name !== "" || description !== "");
}

function isBlank(row: FieldRow): boolean {
  return row.name.trim() === "" && row.description.trim() === "" && row.fields.every(isBlank);
}

function readFields(rows: FieldRow[]): FieldSpec[] {
  return rows
    .filter((row) => !isBlank(row))
    .map((row) => ({
      name: row.name.trim(),
      kind: row.kind,
      description: row.description.trim(),
      required: row.required,
      free: row.free,
      values: row.kind === "enum" ? readValues(row.values) : [],
      fields: readInner(row),
    }));
}

/** What a group holds; what one row of a list is: a value, or a group where it has several parts. */
function readInner(row: FieldRow): FieldSpec[] {
  if (row.kind !== "list" && row.kind !== "object") {
    return [];
  }
  const fields = readFields(row.fields);
  return row.kind === "list" && fields.length > 1 ? [groupOf(fields)] : fields;
}

function groupOf(fields: FieldSpec[]): FieldSpec {
  const plain = { description: "", required: false, free: false, values: [] };
  return { name: "item", kind: "object", fields, ...plain };
}

function readValues(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function readSchema(kind: TaskKind, draft: TaskDraft, problems: DraftProblem[]): JsonValue | null {
  if (kind !== "extract" || !draft.useSchema) {
    return null;
  }
  const parsed = parseJson(draft.schemaText);
  if (!parsed.ok) {
    problems.push({ where: "schema", index: 0, message: parsed.message });
    return null;
  }
  return parsed.value;
}

/** Whether a second model can be asked at all, and is named. */
function asksFallback(kind: TaskKind, { decide, fallback }: TaskDraft): boolean {
  return kind === "classify" && (decide === "cascade" || decide === "best") && fallback !== "";
}

/** One label, or, where several may apply, those of each line; none: none of them. */
function readAnswer(output: string, { multi }: TaskDraft): JsonValue {
  return multi
    ? output
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
    : output;
}

function readExamples(kind: TaskKind, draft: TaskDraft, problems: DraftProblem[]): ExampleSpec[] {
  const examples: ExampleSpec[] = [];
  draft.examples.forEach((row, index) => {
    const output = row.output.trim();
    if (row.input.trim() === "" && output === "") {
      return;
    }
    if (kind === "classify") {
      examples.push({ input: row.input, output: readAnswer(output, draft) });
      return;
    }
    if (kind !== "extract") {
      examples.push({
        input: row.input,
        output: kind === "summarize" ? markedOutput(output) : output,
      });
      return;
    }
    const parsed = parseJson(output);
    if (parsed.ok) {
      examples.push({ input: row.input, output: parsed.value });
    } else {
      problems.push({ where: "example", index, message: parsed.message });
    }
  });
  return examples;
}
