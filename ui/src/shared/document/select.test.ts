import { describe, expect, it } from "vitest";
import { spanOfWords, step, tidied, wordsOf } from "./select";

const TEXT = "Net 90.00\n\nGross  108.00, due soon.\nEnd";

function shown(span: { start: number; end: number } | null): string | null {
  return span && TEXT.slice(span.start, span.end);
}

describe("selecting words with the keyboard", () => {
  const words = wordsOf(TEXT);

  it("moves by words and lines, and stays inside the text", () => {
    const at = (index: number) => shown(words[index] ?? null);
    expect(words.map((_, index) => at(index))).toEqual([
      "Net",
      "90.00",
      "Gross",
      "108.00,",
      "due",
      "soon.",
      "End",
    ]);
    expect(at(step(words, 0, "ArrowLeft") ?? -1)).toBe("Net");
    expect(at(step(words, 1, "ArrowDown") ?? -1)).toBe("108.00,");
    expect(at(step(words, 5, "ArrowDown") ?? -1)).toBe("End");
    expect(at(step(words, 5, "ArrowUp") ?? -1)).toBe("90.00");
    expect(at(step(words, 4, "Home") ?? -1)).toBe("Gross");
    expect(at(step(words, 3, "End") ?? -1)).toBe("soon.");
    expect(step(words, 6, "ArrowDown")).toBe(6);
    expect(step(words, 0, "x")).toBeNull();
  });

  it("takes words either way, without punctuation around them", () => {
    expect(shown(spanOfWords(TEXT, words, { anchor: 3, head: 3 }))).toBe("108.00");
    expect(shown(spanOfWords(TEXT, words, { anchor: 5, head: 2 }))).toBe("Gross  108.00, due soon");
  });
});

describe("selecting with the mouse", () => {
  it("cuts no word and keeps no white space, whichever way it was dragged", () => {
    expect(shown(tidied(TEXT, { start: 5, end: 9 }))).toBe("90.00");
    expect(shown(tidied(TEXT, { start: 18, end: 10 }))).toBe("Gross");
    expect(shown(tidied(TEXT, { start: 13, end: 20 }))).toBe("Gross  108");
  });

  it("is nothing where only white space was selected", () => {
    expect(tidied(TEXT, { start: 9, end: 11 })).toBeNull();
    expect(tidied(TEXT, { start: 4, end: 4 })).toBeNull();
  });
});
