import { expect, test } from "vitest";
import { field } from "../../testing/outcomes";
import { partsOf, spokenPath, withEmptyTables } from "./rows";

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
  expect(spokenPath("lines.2.amount")).toBe("lines 3 amount");
  expect(spokenPath("buyer.name")).toBe("buyer.name");
});

test("a list that was asked for and has no rows is a table too", () => {
  const lines = { list: "lines", columns: ["item", "amount"] };
  const fees = { list: "fees", columns: ["name", "amount"] };
  const parts = withEmptyTables(partsOf([field("lines.0.item", "Delivery")]), [lines, fees]);
  expect(parts.map((part) => part.kind === "rows" && [part.list, part.rows.length])).toEqual([
    ["lines", 1],
    ["fees", 0],
  ]);
});
