/** Values of one list of groups belong together: one table, not a line for each cell. */
import type { FieldView } from "../../generated";

/** A row of a list: its cells by the field's name. */
export interface Row {
  /** Its place in the list, from 1. */
  number: number;
  cells: Map<string, FieldView>;
}

export type Part =
  | { kind: "field"; field: FieldView }
  | { kind: "rows"; list: string; columns: string[]; rows: Row[] };

/** `lines.0.item` → ["lines", 0, "item"]; null: not a cell of a row. */
function cellOf(path: string): [string, number, string] | null {
  const [, list, index, name] = /^(.+?)\.(\d+)\.(.+)$/.exec(path) ?? [];
  return list && index && name ? [list, Number(index), name] : null;
}

/** Puts the cells of each list into one table, where its first cell stood. */
export function partsOf(fields: FieldView[]): Part[] {
  const parts: Part[] = [];
  for (const field of fields) {
    const cell = cellOf(field.path);
    if (!cell) {
      parts.push({ kind: "field", field });
      continue;
    }
    const [list, index, name] = cell;
    let part = parts.find((each) => each.kind === "rows" && each.list === list);
    if (part?.kind !== "rows") {
      part = { kind: "rows", list, columns: [], rows: [] };
      parts.push(part);
    }
    if (!part.columns.includes(name)) {
      part.columns.push(name);
    }
    let row = part.rows.find(({ number }) => number === index + 1);
    if (!row) {
      row = { number: index + 1, cells: new Map() };
      part.rows.push(row);
    }
    row.cells.set(name, field);
  }
  return parts;
}

/** Adds a table without rows for each of these lists that has none. */
export function withEmptyTables(
  parts: Part[],
  lists: Array<{ list: string; columns: string[] }>,
): Part[] {
  const shown = new Set(parts.flatMap((part) => (part.kind === "rows" ? [part.list] : [])));
  const missing = lists.filter(({ list }) => !shown.has(list));
  return [...parts, ...missing.map((each): Part => ({ kind: "rows", rows: [], ...each }))];
}

/** `parties.0` → "parties 1", `lines.2.amount` → "lines 3 amount": people count from one. */
export function spokenPath(path: string): string {
  return path
    .replace(/\.(\d+)(?=\.|$)/g, (_, index) => ` ${Number(index) + 1}`)
    .replace(/( \d+)\.(?=\D)/g, "$1 ");
}
