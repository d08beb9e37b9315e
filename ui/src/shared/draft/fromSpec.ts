/** From a kept task back into the form. */
import type { FieldSpec, JsonValue, TaskSpec } from "../../generated";
import { emptyDraft, type FieldRow, newKey, type TaskDraft } from "./draft";

/** A draft that {@link toSpec} reads as the same task. */
export function fromSpec(spec: TaskSpec): TaskDraft {
  const blank = emptyDraft(spec.kind);
  return {
    ...blank,
    name: spec.name,
    instructions: spec.instructions,
    labels: spec.labels.map((label) => ({ key: newKey(), ...label })),
    multi: spec.multi,
    fields: spec.fields.map(fieldRow),
    useSchema: spec.schema !== null,
    schemaText: spec.schema === null ? "" : JSON.stringify(spec.schema, null, 2),
    examples: spec.examples.map(({ input, output }) => ({
      key: newKey(),
      input,
      output: outputText(output),
    })),
    length: spec.length ?? blank.length,
    focus: spec.focus,
    answerIn: spec.answerIn,
    strategy: spec.strategy,
    sampling: spec.sampling,
    maxTokens: spec.maxTokens,
    threshold: spec.threshold,
    calibrate: spec.calibrate,
    decide: spec.decide,
    fallback: spec.fallback ?? "",
  };
}

function fieldRow(field: FieldSpec): FieldRow {
  return {
    key: newKey(),
    name: field.name,
    kind: field.kind,
    description: field.description,
    required: field.required,
    free: field.free,
    values: field.values.join("\n"),
    fields: innerOf(field).map(fieldRow),
  };
}

/** The parts of a list's rows stand in the list itself, where {@link toSpec} puts the group back. */
function innerOf({ kind, fields }: FieldSpec): FieldSpec[] {
  const [item] = fields;
  const plain = item?.description === "" && !item.required && !item.free;
  return kind === "list" && item?.kind === "object" && plain && item.fields.length > 1
    ? item.fields
    : fields;
}

function outputText(output: JsonValue): string {
  if (Array.isArray(output) && output.every((each) => typeof each === "string")) {
    return output.join("\n");
  }
  return typeof output === "string" ? output : JSON.stringify(output, null, 2);
}
