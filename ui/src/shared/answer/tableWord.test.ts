import { expect, test } from "vitest";
import type { CellWord } from "../../generated";
import { field } from "../../testing/outcomes";
import { partsOf } from "./rows";
import { withCell, withoutRow, withRow } from "./tableWord";

function lines() {
  const [part] = partsOf([
    field("lines.0.item", "A4 recycled, 80 g"),
    field("lines.0.amount", "82.00"),
    field("lines.1.item", "Delivery"),
    field("lines.1.amount", null),
  ]);
  if (part?.kind !== "rows") {
    throw new Error("the lines are no table");
  }
  return part;
}

const said = (table: CellWord[][]) =>
  table.map((row) =>
    row.map(({ value }) =>
      value.kind === "kept" ? value.value : value.kind === "here" ? value.span : null,
    ),
  );

test("one cell changes, the others keep their values and places", () => {
  const span = { start: 300, end: 305 };
  const table = withCell(lines(), 2, "amount", { kind: "here", span });
  expect(said(table)).toEqual([
    ["A4 recycled, 80 g", "82.00"],
    ["Delivery", span],
  ]);
  expect(table[0]?.[1]).toEqual({
    column: "amount",
    value: { kind: "kept", value: "82.00", span: field("", "82.00").span },
  });
});

test("a row is left out", () => {
  expect(said(withoutRow(lines(), 1))).toEqual([["Delivery", null]]);
});

test("a new row comes where it stands in the document", () => {
  const between = field("", "Envelopes C5, box").span ?? { start: 0, end: 0 };
  const table = withRow(lines(), "item", { kind: "here", span: between });
  expect(said(table)).toEqual([
    ["A4 recycled, 80 g", "82.00"],
    [between, null],
    ["Delivery", null],
  ]);
  const behind = { start: 9_000, end: 9_005 };
  expect(said(withRow(lines(), "amount", { kind: "here", span: behind })).at(-1)).toEqual([
    null,
    behind,
  ]);
});
