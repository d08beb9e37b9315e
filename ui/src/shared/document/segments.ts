/**
 * Cuts a text into pieces so that every place of interest can be marked.
 *
 * Spans count UTF-16 code units, as the wire and JavaScript do. Spans may overlap; each piece
 * lists all that cover it. The pieces of a text joined are the text.
 */
import type { PlaceView, TextSpan } from "../../generated";

/** A place to mark. */
export interface Mark {
  id: string;
  /** What is written beside it; null: nothing. */
  label: string | null;
  span: TextSpan;
}

/** A piece of text under the same marks. */
export interface Segment {
  start: number;
  text: string;
  /** Marks that cover it, the shortest first. */
  marks: Mark[];
  /** Marks that begin here: their labels are written here. */
  begins: Mark[];
}

/** A stretch of whole lines that is laid out on its own. */
export interface Block {
  start: number;
  /** Set where a page, sheet or slide begins. */
  place: string | null;
  segments: Segment[];
}

/** Text longer than this is laid out in several blocks, so that only what is seen is drawn. */
const BLOCK = 4_000;

function length({ span }: Mark): number {
  return span.end - span.start;
}

/** Marks that lie inside the text and are not empty. */
function sound(marks: Mark[], end: number): Mark[] {
  return marks.filter(({ span }) => 0 <= span.start && span.start < span.end && span.end <= end);
}

/** Cuts `text[start..end]` at the borders of the marks. */
export function segment(text: string, marks: Mark[], start = 0, end = text.length): Segment[] {
  const inside = sound(marks, text.length)
    .filter(({ span }) => span.start < end && span.end > start)
    .sort((a, b) => length(a) - length(b));
  const borders = new Set([start, end]);
  for (const { span } of inside) {
    borders.add(Math.max(start, span.start));
    borders.add(Math.min(end, span.end));
  }
  const cuts = [...borders].sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const from = cuts[index] ?? start;
    const to = cuts[index + 1] ?? end;
    segments.push({
      start: from,
      text: text.slice(from, to),
      marks: inside.filter(({ span }) => span.start <= from && to <= span.end),
      begins: inside.filter(({ span }) => span.start === from),
    });
  }
  return segments;
}

/** Where blocks begin: at each page, and at line ends so that no block is much over {@link BLOCK}. */
function blockStarts(text: string, pages: PlaceView[]): Map<number, string | null> {
  const starts = new Map<number, string | null>([[0, null]]);
  for (const { span, label } of pages) {
    if (span.start <= text.length) {
      starts.set(span.start, label);
    }
  }
  const known = [...starts.keys(), text.length].sort((a, b) => a - b);
  for (let index = 0; index + 1 < known.length; index += 1) {
    let from = known[index] ?? 0;
    const to = known[index + 1] ?? text.length;
    while (to - from > BLOCK) {
      const line = text.indexOf("\n", from + BLOCK);
      if (line < 0 || line + 1 >= to) {
        break;
      }
      from = line + 1;
      starts.set(from, null);
    }
  }
  return starts;
}

/** Cuts a document into blocks of segments. */
export function layOutText(text: string, places: PlaceView[], marks: Mark[]): Block[] {
  const pages = places.filter(({ page }) => page !== null);
  const starts = [...blockStarts(text, pages)].sort(([a], [b]) => a - b);
  return starts.map(([start, place], index) => ({
    start,
    place,
    segments: segment(text, marks, start, starts[index + 1]?.[0] ?? text.length),
  }));
}
