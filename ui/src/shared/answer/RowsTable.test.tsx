import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { field } from "../../testing/outcomes";
import { RowsTable } from "./RowsTable";
import { partsOf } from "./rows";

test("rows are a table whose cells point into the document, and say how sure the worst is", () => {
  const [part] = partsOf([
    field("lines.0.item", "Delivery", { confidence: 0.9 }),
    field("lines.0.amount", "12.00", { confidence: 0.44, verified: false }),
    field("lines.1.item", "Envelopes C5, box", { confidence: 0.8 }),
  ]);
  if (part?.kind !== "rows") {
    throw new Error("the lines are no table");
  }
  const point = vi.fn();
  render(
    <MantineProvider>
      <ul>
        <RowsTable {...part} active="lines.0.item" onActive={point} />
      </ul>
    </MantineProvider>,
  );
  const headings = screen.getAllByRole("columnheader").map(({ textContent }) => textContent);
  expect(headings).toEqual(["item", "amount", "Least sure"]);
  const rows = screen.getAllByRole("row").map(({ textContent }) => textContent);
  expect(rows.slice(1)).toEqual(["Delivery12.0044%", "Envelopes C5, box–80%"]);
  fireEvent.focus(screen.getByTestId("field-point-lines.0.amount"));
  expect(point).toHaveBeenCalledWith("lines.0.amount");
  expect(screen.getByLabelText("not in the document")).toBeTruthy();
  expect(screen.getByTestId("field-point-lines.0.item").dataset.active).toBe("true");
});
