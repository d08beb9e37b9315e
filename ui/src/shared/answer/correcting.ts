/** How an answer is corrected where it stands; whoever shows it need not know what comes of it. */
import type { FieldSpec, FieldWord, TaskSpec, TextSpan } from "../../generated";
import { fieldsOf } from "./schemaFields";

export interface Correcting {
  task: TaskSpec;
  /** Whether a correction is being learned from. */
  busy: boolean;
  /** Says the right label; null: none of these. */
  onLabel: (label: string | null) => void;
  /** Says all labels that apply, where several may. */
  onLabels: (labels: string[]) => void;
  /** Says the right values of some fields. */
  onFields: (fields: Array<{ path: string; value: FieldWord }>) => void;
  /**
   * Lets the person select words of the document for a field; what is taken comes back. The keyboard
   * begins where the field stands, else at `near`.
   */
  select: (field: string, take: (span: TextSpan) => void, near?: number) => void;
}

/** The field that a path of an answer belongs to, and whether the path is a row of its list. */
export interface Asked {
  field: FieldSpec | null;
  /** The list's path, where it is a row. */
  list: string | null;
}

/** Looks up what was asked at a path: `total`, `buyer.name`, `parties.0`. */
export function askedAt(task: TaskSpec, path: string): Asked {
  let fields = fieldsOf(task);
  let field: FieldSpec | null = null;
  const names = path.split(".");
  for (const [index, name] of names.entries()) {
    if (/^\d+$/.test(name)) {
      const last = index === names.length - 1;
      return { field, list: last ? names.slice(0, -1).join(".") : null };
    }
    field = fields.find((each) => each.name === name) ?? null;
    fields = field?.fields ?? [];
  }
  return { field, list: null };
}

/** Whether a row of a list is one value, not a group of them. */
export function isCorrectable(task: TaskSpec, path: string): boolean {
  const { list } = askedAt(task, path);
  return list !== null || !/\.\d+(\.|$)/.test(path);
}

/** The paths of lists of single values. */
export function simpleLists(task: TaskSpec): string[] {
  return listsOf(fieldsOf(task)).flatMap(({ path, field }) =>
    field.fields[0]?.kind === "object" ? [] : [path],
  );
}

/** The lists that were asked for, also those within groups. */
function listsOf(fields: FieldSpec[], within = ""): Array<{ path: string; field: FieldSpec }> {
  return fields.flatMap((field) => {
    const path = within === "" ? field.name : `${within}.${field.name}`;
    if (field.kind === "object") {
      return listsOf(field.fields, path);
    }
    return field.kind === "list" ? [{ path, field }] : [];
  });
}

/** A list of groups that was asked for, with the fields of each. */
export interface RowsAsked {
  list: string;
  columns: FieldSpec[];
}

/** The lists of groups of single values: tables, whose rows can be corrected cell by cell. */
export function rowsAsked(task: TaskSpec): RowsAsked[] {
  return listsOf(fieldsOf(task)).flatMap(({ path, field }) => {
    const [item] = field.fields;
    const isTable =
      item?.kind === "object" &&
      item.fields.every(({ kind }) => kind !== "list" && kind !== "object");
    return isTable ? [{ list: path, columns: item.fields }] : [];
  });
}
