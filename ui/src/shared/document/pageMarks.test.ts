import { describe, expect, it } from "vitest";
import { boxesOf, pageAt } from "./pageMarks";

const word = (start: number, end: number, left: number, top: number) => ({
  span: { start, end },
  left,
  top,
  width: 0.1,
  height: 0.02,
});

describe("boxesOf", () => {
  it("joins words of a line and begins anew on the next", () => {
    const words = [word(0, 5, 0.1, 0.1), word(6, 9, 0.21, 0.1), word(10, 14, 0.1, 0.13)];
    const boxes = boxesOf(words, { start: 0, end: 14 });
    expect(boxes).toHaveLength(2);
    expect(boxes[0]?.width).toBeCloseTo(0.21);
    expect(boxesOf(words, { start: 6, end: 9 })).toHaveLength(1);
    expect(boxesOf(words, { start: 20, end: 30 })).toEqual([]);
  });
});

describe("pageAt", () => {
  it("knows the page of a place", () => {
    const pages = [
      { span: { start: 0, end: 10 }, label: "page 1", page: 1 },
      { span: { start: 12, end: 20 }, label: "page 2", page: 2 },
    ];
    expect([0, 12, 19].map((at) => pageAt(pages, at))).toEqual([1, 2, 2]);
    expect(pageAt(pages, 11)).toBeNull();
  });
});
