import { expect, test } from "vitest";
import { field } from "../../testing/outcomes";
import { partsOf, spokenPath } from "./rows";

test("the cells of a list become one table, the rest stays in its order", () => {
  const parts = partsOf([
    field("total", "GBP 183.00"),
    field("lines.0.item", "Delivery"),
    field("lines.0.amount", "12.00"),
    field("lines.1.amount", "58.50"),
    field("parties.0", "Northwind Paper Co."),
  ]);
  expect(parts.map(({ kind }) => kind)).toEqual(["field", "rows", "field"]);
  const [, lines] = parts;
  if (lines?.kind !== "rows") {
    throw new Error("the lines are no table");
  }
  expect([lines.list, lines.columns]).toEqual(["lines", ["item", "amount"]]);
  expect(lines.rows.map(({ number, cells }) => [number, cells.get("amount")?.value])).toEqual([
    [1, "12.00"],
    [2, "58.50"],
  ]);
});

test("rows are counted from one", () => {
  expect(spokenPath("parties.0")).toBe("parties 1");
  expect(spokenPath("buyer.name")).toBe("buyer.name");
});
