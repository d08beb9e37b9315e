/** What is searched in a document, and which of its places is looked at. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { findAll } from "./find";
import type { Mark } from "./segments";

/** Marks of found words begin with this; no field or sentence does. */
const FOUND = "found:";

/** Whether a mark is one of found words. */
export function isFound({ id }: Mark): boolean {
  return id.startsWith(FOUND);
}

function idOf(index: number, wanted: string): string {
  return `${FOUND}${index} ${wanted}`;
}

export interface Find {
  open: boolean;
  wanted: string;
  count: number;
  /** Which place is looked at, from 0. */
  at: number;
  marks: Mark[];
  /** The mark of the place that is looked at. */
  current: string | null;
  show: () => void;
  close: () => void;
  search: (wanted: string) => void;
  step: (by: 1 | -1) => void;
  /** Takes the input, to move the cursor into it when the bar opens. */
  focus: (input: HTMLInputElement | null) => void;
}

export function useFind(text: string): Find {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement | null>(null);
  const spans = useMemo(() => (open ? findAll(text, wanted) : []), [open, text, wanted]);
  const marks = useMemo(
    () => spans.map((span, index): Mark => ({ id: idOf(index, wanted), label: null, span })),
    [spans, wanted],
  );

  useEffect(() => {
    if (open) {
      input.current?.select();
    }
  }, [open]);

  const focus = useCallback((element: HTMLInputElement | null) => {
    input.current = element;
  }, []);

  const count = spans.length;
  const place = count === 0 ? 0 : Math.min(at, count - 1);
  return {
    open,
    wanted,
    count,
    at: place,
    marks,
    current: count === 0 ? null : idOf(place, wanted),
    show: () => {
      setOpen(true);
      input.current?.select();
    },
    close: () => setOpen(false),
    search: (next) => {
      setWanted(next);
      setAt(0);
    },
    step: (by) => setAt(count === 0 ? 0 : (place + by + count) % count),
    focus,
  };
}
