/** Finds words in a text. */
import type { TextSpan } from "../../generated";

/** More would slow the page down, and nobody steps through them. */
export const MOST = 2_000;

/**
 * Where `wanted` stands in `text`, in order, at most {@link MOST} times. Upper and lower case are
 * one, and white space is any white space: a phrase may go on in the next line.
 */
export function findAll(text: string, wanted: string): TextSpan[] {
  const words = wanted.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return [];
  }
  const plain = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  const spans: TextSpan[] = [];
  for (const found of text.matchAll(new RegExp(plain.join("\\s+"), "gi"))) {
    spans.push({ start: found.index, end: found.index + found[0].length });
    if (spans.length === MOST) {
      break;
    }
  }
  return spans;
}
