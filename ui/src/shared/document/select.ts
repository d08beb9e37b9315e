/** Selecting words of a text with the keyboard, and tidying what the mouse selected. */
import type { TextSpan } from "../../generated";

/** A word, or what stands between white space. */
export interface Word extends TextSpan {
  /** The line that it stands in, from 0. */
  line: number;
}

export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let line = 0;
  let last = 0;
  for (const match of text.matchAll(/\S+/gu)) {
    line += text.slice(last, match.index).split("\n").length - 1;
    last = match.index;
    words.push({ start: match.index, end: match.index + match[0].length, line });
  }
  return words;
}

/** Words that are selected: where it began, and where the keys have led it. */
export interface Selected {
  anchor: number;
  head: number;
}

/** Where a key leads; null for one that leads nowhere. */
export function step(words: Word[], at: number, key: string): number | null {
  const last = words.length - 1;
  switch (key) {
    case "ArrowRight":
      return Math.min(at + 1, last);
    case "ArrowLeft":
      return Math.max(at - 1, 0);
    case "ArrowDown":
    case "ArrowUp":
      return lineStep(words, at, key === "ArrowDown" ? 1 : -1);
    case "Home":
      return words.findIndex(({ line }) => line === words[at]?.line);
    case "End":
      return words.findLastIndex(({ line }) => line === words[at]?.line);
    default:
      return null;
  }
}

/** The word of the next line with words, or the one before, as far along as this one. */
function lineStep(words: Word[], at: number, by: 1 | -1): number {
  const from = words[at];
  if (!from) {
    return at;
  }
  const along = at - words.findIndex(({ line }) => line === from.line);
  const edge =
    words[
      by === 1
        ? words.findLastIndex((word) => word.line === from.line) + 1
        : words.findIndex((word) => word.line === from.line) - 1
    ];
  if (!edge) {
    return at;
  }
  const first = words.findIndex(({ line }) => line === edge.line);
  const end = words.findLastIndex(({ line }) => line === edge.line);
  return Math.min(first + along, end);
}

const AROUND = /^[\s.,;:!?()[\]"'“”„‘’«»]+|[\s.,;:!?()[\]"'“”„‘’«»]+$/gu;

/** The span of selected words, without punctuation around them unless there is nothing else. */
export function spanOfWords(text: string, words: Word[], { anchor, head }: Selected): TextSpan {
  const start = words[Math.min(anchor, head)]?.start ?? 0;
  const end = words[Math.max(anchor, head)]?.end ?? start;
  const whole = text.slice(start, end);
  const bare = whole.replace(AROUND, "");
  if (bare === "") {
    return { start, end };
  }
  const from = start + whole.indexOf(bare);
  return { start: from, end: from + bare.length };
}

const LETTER = /[\p{L}\p{N}]/u;

/** What the mouse selected, without white space at its ends and with no word cut; null for nothing. */
export function tidied(text: string, { start, end }: TextSpan): TextSpan | null {
  let [from, to] = [Math.min(start, end), Math.max(start, end)];
  while (from < to && /\s/.test(text[from] ?? "")) {
    from += 1;
  }
  while (to > from && /\s/.test(text[to - 1] ?? "")) {
    to -= 1;
  }
  if (from >= to) {
    return null;
  }
  while (from > 0 && LETTER.test(text[from] ?? "") && LETTER.test(text[from - 1] ?? "")) {
    from -= 1;
  }
  while (to < text.length && LETTER.test(text[to - 1] ?? "") && LETTER.test(text[to] ?? "")) {
    to += 1;
  }
  return { start: from, end: to };
}
