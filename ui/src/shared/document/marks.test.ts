import { describe, expect, it } from "vitest";
import { INVOICE_TEXT } from "../../testing/documents";
import { classified, EXTRACTED, field, summarized } from "../../testing/outcomes";
import { alternativeMark, marksOf } from "./marks";

const marked = (active: string | null) =>
  marksOf(EXTRACTED, active).map(({ id, span }) => [id, INVOICE_TEXT.slice(span.start, span.end)]);

describe("marksOf", () => {
  it("marks every field that stands in the document, and no other", () => {
    expect(marked(null)).toEqual([
      ["invoice_number", "NW-2026-0417"],
      ["invoice_date", "12 March 2026"],
      ["total", "GBP 183.00"],
    ]);
  });

  it("marks a value that was considered instead only while it is pointed at", () => {
    const id = alternativeMark("total", 0);
    expect(marked(id)).toContainEqual([id, "152.50"]);
    expect(marked("total")).toHaveLength(3);
  });

  it("writes nothing beside the cells of a table, and counts the values of a list from one", () => {
    const fields = [field("lines.0.item", "Delivery"), field("parties.0", "Northwind Paper Co.")];
    const marks = marksOf({ kind: "extract", value: {}, fields }, null);
    expect(marks.map(({ label }) => label)).toEqual([null, "parties 1"]);
  });

  it("numbers the sources of a summary's sentences", () => {
    const text = "One. Two.";
    const marks = marksOf(summarized(text, 2), null);
    expect(marks.map(({ label }) => label)).toEqual(["1", "2"]);
  });

  it("has nothing to mark in a label or before there is an answer", () => {
    expect(marksOf(classified(["a", "b"]), null)).toEqual([]);
    expect(marksOf(undefined, null)).toEqual([]);
  });
});
