/** All rows of a list as a person's word: cells that they do not speak of stay as answered. */
import type { CellValue, CellWord, FieldView, TextSpan } from "../../generated";
import type { Row } from "./rows";

/** A list's columns and rows. */
export interface RowsOf {
  columns: string[];
  rows: Row[];
}

/** The table with another value in one cell. */
export function withCell(
  { columns, rows }: RowsOf,
  number: number,
  column: string,
  value: CellValue,
): CellWord[][] {
  return rows.map((row) => {
    const cells = cellsOf(row, columns);
    return row.number === number
      ? cells.map((cell) => (cell.column === column ? { column, value } : cell))
      : cells;
  });
}

/** The table without one row. */
export function withoutRow({ columns, rows }: RowsOf, number: number): CellWord[][] {
  return rows.filter((row) => row.number !== number).map((row) => cellsOf(row, columns));
}

/** The table with one row more, of one cell, before the rows that stand behind it in the document. */
export function withRow({ columns, rows }: RowsOf, column: string, value: CellValue): CellWord[][] {
  const fresh = columns.map(
    (name): CellWord => ({
      column: name,
      value: name === column ? value : { kind: "empty" },
    }),
  );
  const table = rows.map((row) => cellsOf(row, columns));
  const start = value.kind === "here" ? value.span.start : Number.POSITIVE_INFINITY;
  const behind = rows.findIndex((row) => (spansOf(row)[0]?.start ?? -1) > start);
  return table.toSpliced(behind === -1 ? table.length : behind, 0, fresh);
}

/** Where the cells of a row stand, in the order of the document. */
export function spansOf(row: Row): TextSpan[] {
  const spans = [...row.cells.values()].flatMap(({ span }) => (span ? [span] : []));
  return spans.sort((a, b) => a.start - b.start);
}

function cellsOf({ cells }: Row, columns: string[]): CellWord[] {
  return columns.map((column) => ({ column, value: asAnswered(cells.get(column)) }));
}

function asAnswered(field: FieldView | undefined): CellValue {
  return field && field.value !== null
    ? { kind: "kept", value: field.value, span: field.span }
    : { kind: "empty" };
}
