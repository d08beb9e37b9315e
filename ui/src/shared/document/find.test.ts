import { describe, expect, it } from "vitest";
import { findAll, MOST } from "./find";

function found(text: string, wanted: string): string[] {
  return findAll(text, wanted).map(({ start, end }) => text.slice(start, end));
}

describe("findAll", () => {
  it("finds words in any case, and phrases across lines", () => {
    expect(found("Total due. total DUE", "Total due")).toEqual(["Total due", "total DUE"]);
    expect(found("the total\n   due now", "total due")).toEqual(["total\n   due"]);
    expect(found("Größe, GRÖSSE, größe", "größe")).toEqual(["Größe", "größe"]);
  });

  it("takes signs as signs", () => {
    expect(found("a.b axb (a.b)? [1-2]", "a.b")).toEqual(["a.b", "a.b"]);
    expect(found("(a.b)? [1-2] \\d", "[1-2] \\d")).toEqual(["[1-2] \\d"]);
  });

  it("finds nothing for nothing, and stops at the most", () => {
    expect(findAll("text", "  ")).toEqual([]);
    expect(findAll("a".repeat(MOST * 2), "a")).toHaveLength(MOST);
  });
});
