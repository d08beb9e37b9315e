import { describe, expect, it } from "vitest";
import { markedOutput, markedRows, markOf, withMark } from "./stars";

const TEXT = "It rains. The price rises by 3 cents.";
const PRICE = "The price rises by 3 cents.";

describe("stars", () => {
  it("keeps one example for a document and lets a mark be changed and taken off", () => {
    const starred = withMark([], TEXT, PRICE, "starred");
    expect(markOf(starred, TEXT, PRICE)).toBe("starred");
    const struck = withMark(starred, TEXT, PRICE, "struck");
    expect(struck).toHaveLength(1);
    expect(markOf(struck, TEXT, PRICE)).toBe("struck");
    expect(withMark(struck, TEXT, PRICE, null)).toEqual([]);
  });

  it("leaves an example that is a text alone", () => {
    const rows = [{ key: "a", input: TEXT, output: "A summary." }];
    const marked = withMark(rows, TEXT, PRICE, "starred");
    expect(marked[0]).toEqual(rows[0]);
    expect(marked).toHaveLength(2);
    expect(markedOutput("A summary.")).toBe("A summary.");
  });

  it("counts the marks of each document, the latest first", () => {
    const rows = withMark(withMark([], TEXT, PRICE, "starred"), "It snows.", "It snows.", "struck");
    const both = withMark(rows, "It snows.", "Lunch.", "starred");
    expect(markedRows(both).map(({ input, starred, struck }) => [input, starred, struck])).toEqual([
      ["It snows.", 1, 1],
      [TEXT, 1, 0],
    ]);
    expect(markedRows([{ key: "a", input: TEXT, output: "A summary." }])).toEqual([]);
  });

  it("gives the core sentences, not JSON in a text", () => {
    const [row] = withMark([], TEXT, PRICE, "starred");
    expect(markedOutput(row?.output ?? "")).toEqual({ starred: [PRICE], struck: [] });
  });
});
