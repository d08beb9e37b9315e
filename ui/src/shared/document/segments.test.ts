import { describe, expect, it } from "vitest";
import { layOutText, type Mark, segment } from "./segments";

function mark(id: string, start: number, end: number): Mark {
  return { id, label: id, span: { start, end } };
}

/** A small generator, so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

describe("segment", () => {
  it("marks a span and leaves the rest plain", () => {
    const pieces = segment("Total: 12 EUR.", [mark("total", 7, 13)]);
    expect(pieces.map(({ text, marks }) => [text, marks.map(({ id }) => id)])).toEqual([
      ["Total: ", []],
      ["12 EUR", ["total"]],
      [".", []],
    ]);
  });

  it("lists the shortest mark first where marks overlap, so that the inner one is named", () => {
    const pieces = segment("ACME Ltd, Main St", [mark("seller", 0, 17), mark("company", 0, 8)]);
    expect(pieces[0]?.marks.map(({ id }) => id)).toEqual(["company", "seller"]);
    expect(pieces[1]?.marks.map(({ id }) => id)).toEqual(["seller"]);
  });

  it("names a mark once, where it begins, though it is cut into pieces", () => {
    const pieces = segment("abcdef", [mark("outer", 0, 6), mark("inner", 2, 4)]);
    const named = pieces.flatMap(({ begins }) => begins.map(({ id }) => id));
    expect(named.sort()).toEqual(["inner", "outer"]);
  });

  it("ignores spans that are empty or outside the text rather than tear it", () => {
    const pieces = segment("abc", [mark("empty", 1, 1), mark("beyond", 2, 9), mark("back", 2, 1)]);
    expect(pieces).toEqual([{ start: 0, text: "abc", marks: [], begins: [] }]);
  });

  it("counts UTF-16 code units, as the wire does", () => {
    const text = "🧾 total 5";
    const pieces = segment(text, [mark("total", text.indexOf("total"), text.length)]);
    expect(pieces.at(-1)?.text).toBe("total 5");
  });
});

describe("layOutText", () => {
  it("gives the whole text back, with every mark's own text, for any marks and pages", () => {
    const next = numbers(7);
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: next(9_000) }, () =>
        next(40) === 0 ? "\n" : String.fromCodePoint(97 + next(26)),
      ).join("");
      const marks = Array.from({ length: next(6) }, (_, index) => {
        const start = next(text.length + 1);
        return mark(`m${index}`, start, start + next(text.length - start + 1));
      });
      const places = Array.from({ length: next(4) }, (_, index) => {
        const start = next(text.length + 1);
        return { span: { start, end: text.length }, label: `page ${index}`, page: index };
      });
      const segments = layOutText(text, places, marks).flatMap((block) => block.segments);
      expect(segments.map((piece) => piece.text).join(""), `round ${round}`).toBe(text);
      for (const { id, span } of marks.filter((each) => each.span.end > each.span.start)) {
        const covered = segments.filter((piece) => piece.marks.some((each) => each.id === id));
        expect(covered.map((piece) => piece.text).join(""), `round ${round}, ${id}`).toBe(
          text.slice(span.start, span.end),
        );
      }
    }
  });

  it("begins a block at each page and names it", () => {
    const places = [
      { span: { start: 0, end: 4 }, label: "page 1", page: 1 },
      { span: { start: 4, end: 8 }, label: "page 2", page: 2 },
      { span: { start: 5, end: 6 }, label: "heading: x", page: null },
    ];
    const blocks = layOutText("one\ntwo\n", places, []);
    expect(blocks.map(({ start, place }) => [start, place])).toEqual([
      [0, "page 1"],
      [4, "page 2"],
    ]);
  });
});
