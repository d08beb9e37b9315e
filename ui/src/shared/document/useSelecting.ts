/** Selecting words of a document for a field, by mouse or keyboard. */
import { type KeyboardEvent, useMemo, useState } from "react";
import type { TextSpan } from "../../generated";
import type { Mark } from "./segments";
import { type Selected, spanOfWords, step, tidied, wordsOf } from "./select";

/** What words are wanted for. */
export interface Wanted {
  field: string;
  /** Where to begin, if something stands there already. */
  from: number | null;
  take: (span: TextSpan) => void;
  leave: () => void;
}

/** The id of the mark of selected words; no field is called so. */
export const SELECTING = "selecting:";

export interface Selecting {
  wanted: Wanted;
  /** What is selected; null before anything is. */
  span: TextSpan | null;
  onKeyDown: (event: KeyboardEvent) => void;
  /** Takes over what the mouse selected within this element. */
  onMouseUp: (within: HTMLElement | null) => void;
  take: () => void;
}

export function useSelecting(text: string, wanted: Wanted | undefined): Selecting | null {
  const words = useMemo(() => (wanted ? wordsOf(text) : []), [text, wanted]);
  const [chosen, setChosen] = useState<{ for: Wanted; words: Selected | null; span: TextSpan }>();
  if (!wanted) {
    return null;
  }
  const now = chosen?.for === wanted ? chosen : null;
  const take = () => now && wanted.take(now.span);
  const lead = (key: string, more: boolean): boolean => {
    const start = Math.max(
      0,
      words.findIndex(({ end }) => end > (now?.span.start ?? wanted.from ?? 0)),
    );
    const before = now?.words ?? { anchor: start, head: start };
    const head = now
      ? step(words, before.head, key)
      : step(words, start, key) === null
        ? null
        : start;
    if (head === null || words.length === 0) {
      return false;
    }
    const selected = { anchor: more ? before.anchor : head, head };
    setChosen({ for: wanted, words: selected, span: spanOfWords(text, words, selected) });
    return true;
  };
  return {
    wanted,
    span: now?.span ?? null,
    take,
    onKeyDown: (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        wanted.leave();
      } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        take();
      } else if (!event.ctrlKey && !event.metaKey && lead(event.key, event.shiftKey)) {
        event.preventDefault();
      }
    },
    onMouseUp: (within) => {
      const span = within && selectedIn(within);
      const tidy = span && tidied(text, span);
      if (tidy) {
        setChosen({ for: wanted, words: null, span: tidy });
        window.getSelection()?.removeAllRanges();
      }
    },
  };
}

/** The mark that shows what is selected. */
export function selectionMark(span: TextSpan | null): Mark[] {
  return span ? [{ id: SELECTING, label: null, span }] : [];
}

/** The span of the browser's selection, told by the pieces that it begins and ends in. */
function selectedIn(within: HTMLElement): TextSpan | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) {
    return null;
  }
  const range = selection.getRangeAt(0);
  const start = offsetOf(within, range.startContainer, range.startOffset);
  const end = offsetOf(within, range.endContainer, range.endOffset);
  return start === null || end === null ? null : { start, end };
}

function offsetOf(within: HTMLElement, node: Node, offset: number): number | null {
  if (!within.contains(node)) {
    return null;
  }
  const element = node instanceof Element ? node : node.parentElement;
  const piece = element?.closest<HTMLElement>("[data-start]");
  if (piece) {
    // A piece holds one text; an offset in the piece itself counts that one child.
    const inside =
      node instanceof Element ? (offset > 0 ? (piece.textContent ?? "").length : 0) : offset;
    return Number(piece.dataset.start) + inside;
  }
  // Between pieces: the next one begins there.
  const next = node.childNodes[offset];
  const found =
    next instanceof HTMLElement
      ? (next.closest<HTMLElement>("[data-start]") ??
        next.querySelector<HTMLElement>("[data-start]"))
      : null;
  return found ? Number(found.dataset.start) : null;
}
