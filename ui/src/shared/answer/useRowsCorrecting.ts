/** Correcting the rows of a list where they stand: each word sends all of its rows. */
import { useRef, useState } from "react";
import type { CellValue, CellWord, FieldSpec, FieldWord, TextSpan } from "../../generated";
import { type Correcting, rowsAsked } from "./correcting";
import type { Row } from "./rows";
import { type RowsOf, spansOf, withCell, withoutRow, withRow } from "./tableWord";

/** A cell by its row's number and its column. */
export interface CellPlace {
  number: number;
  column: string;
}

export interface RowsCorrecting {
  busy: boolean;
  /** The cell whose ways of correction are shown. */
  open: CellPlace | null;
  /** The empty row that is being added. */
  fresh: Row | null;
  isOpen: (place: CellPlace) => boolean;
  askedOf: (column: string) => FieldSpec | null;
  toggle: (place: CellPlace, cell: HTMLElement) => void;
  /** Closes what is open, and goes back to its cell. */
  leave: () => void;
  add: () => void;
  remove: (row: Row) => void;
  select: (row: Row, column: string, take: (span: TextSpan) => void) => void;
  say: (row: Row, column: string, word: FieldWord) => void;
}

/** Null where the rows cannot be corrected: the task does not name their columns. */
export function useRowsCorrecting(
  table: RowsOf & { list: string },
  correcting: Correcting | undefined,
): RowsCorrecting | null {
  const { list, rows } = table;
  const [open, setOpen] = useState<CellPlace | null>(null);
  const cell = useRef<HTMLElement | null>(null);
  // A row is being added to so many; once there are others it has come.
  const [addingTo, setAddingTo] = useState<number | null>(null);
  const asked = correcting && rowsAsked(correcting.task).find((each) => each.list === list);
  if (!correcting || !asked) {
    return null;
  }
  const { busy } = correcting;
  const last = rows.at(-1);
  const fresh: Row | null =
    addingTo === rows.length ? { number: (last?.number ?? 0) + 1, cells: new Map() } : null;
  const isOpen = (place: CellPlace) =>
    open?.number === place.number && open.column === place.column;
  const send = (words: CellWord[][]) =>
    correcting.onFields([{ path: list, value: { kind: "table", rows: words } }]);
  return {
    busy,
    open: busy ? null : open,
    fresh,
    isOpen,
    askedOf: (column) => asked.columns.find(({ name }) => name === column) ?? null,
    toggle: (place, element) => {
      cell.current = element;
      setOpen(busy || isOpen(place) ? null : place);
    },
    leave: () => {
      setOpen(null);
      cell.current?.focus();
    },
    add: () => setAddingTo(rows.length),
    remove: (row) => {
      setOpen(null);
      if (row.number === fresh?.number) {
        setAddingTo(null);
      } else {
        send(withoutRow(table, row.number));
      }
    },
    select: (row, column, take) => {
      const near = spansOf(row)[0] ?? (last && spansOf(last).at(-1));
      correcting.select(`${list}.${row.number - 1}.${column}`, take, near?.start);
    },
    say: (row, column, word) => {
      const value = cellValue(word);
      const isFresh = row.number === fresh?.number;
      send(isFresh ? withRow(table, column, value) : withCell(table, row.number, column, value));
    },
  };
}

function cellValue(word: FieldWord): CellValue {
  switch (word.kind) {
    case "here":
      return word;
    case "choice":
      return { kind: "kept", value: word.value, span: null };
    default:
      return { kind: "empty" };
  }
}
