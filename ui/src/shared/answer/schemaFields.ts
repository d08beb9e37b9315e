/** What a task asks for as fields, also where a JSON Schema says it. */
import type { FieldSpec, FieldType, JsonValue, TaskSpec } from "../../generated";

type Keys = { [key in string]: JsonValue };

/** The fields of a task: its own, or the properties of its schema as far as they are simple. */
export function fieldsOf(task: TaskSpec): FieldSpec[] {
  return isKeys(task.schema) ? membersOf(task.schema) : task.fields;
}

function isKeys(value: JsonValue | undefined): value is Keys {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function membersOf({ properties }: Keys): FieldSpec[] {
  if (!isKeys(properties)) {
    return [];
  }
  return Object.entries(properties).flatMap(([name, schema]) => fieldOf(name, schema) ?? []);
}

/** Null for what is no single value, list or group: alternatives, references. */
function fieldOf(name: string, schema: JsonValue | undefined): FieldSpec | null {
  if (!isKeys(schema)) {
    return null;
  }
  const field = (kind: FieldType, inner: Partial<FieldSpec> = {}): FieldSpec => ({
    name,
    kind,
    description: typeof schema.description === "string" ? schema.description : "",
    required: false,
    free: false,
    values: [],
    fields: [],
    ...inner,
  });
  const choices = Array.isArray(schema.enum) ? schema.enum : [];
  const values = choices.filter((value) => typeof value === "string");
  if (values.length > 0) {
    return field("enum", { values });
  }
  switch (typeOf(schema)) {
    case "object":
      return field("object", { fields: membersOf(schema) });
    case "array": {
      const item = fieldOf("item", schema.items);
      return item && field("list", { fields: [item] });
    }
    case "boolean":
      return field("boolean");
    case "number":
    case "integer":
      return field("number");
    case "string":
      return field("text");
    default:
      return null;
  }
}

/** The only type besides null; undefined where there are several. */
function typeOf({ type, properties }: Keys): JsonValue | undefined {
  if (type === undefined && isKeys(properties)) {
    return "object";
  }
  const [only, ...others] = [type].flat().filter((one) => one !== "null");
  return others.length === 0 ? only : undefined;
}
