/** Lists of rows: replace, move, remove. Every change is a new list. */
import type { KeyboardEvent } from "react";

interface Keyed {
  key: string;
}

export function replaced<Row extends Keyed>(rows: Row[], key: string, part: Partial<Row>): Row[] {
  return rows.map((row) => (row.key === key ? { ...row, ...part } : row));
}

export function without<Row extends Keyed>(rows: Row[], key: string): Row[] {
  return rows.filter((row) => row.key !== key);
}

/** Moves a row up (−1) or down (1); at the edge nothing changes. */
export function moved<Row extends Keyed>(rows: Row[], key: string, by: -1 | 1): Row[] {
  const from = rows.findIndex((row) => row.key === key);
  const row = rows[from];
  const other = rows[from + by];
  if (!row || !other) {
    return rows;
  }
  const next = [...rows];
  next[from] = other;
  next[from + by] = row;
  return next;
}

/** Alt and an arrow move the row that is being typed in; Enter adds one after the last. */
export function rowKeys(onMove: (by: -1 | 1) => void, onEnter?: () => void) {
  return (event: KeyboardEvent) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onMove(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && onEnter) {
      event.preventDefault();
      onEnter();
    }
  };
}
