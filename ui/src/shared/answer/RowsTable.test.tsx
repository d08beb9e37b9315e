import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { FieldSpec } from "../../generated";
import { emptyDraft } from "../../shared/draft/draft";
import { toSpec } from "../../shared/draft/toSpec";
import { field } from "../../testing/outcomes";
import type { Correcting } from "./correcting";
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

function asked(name: string, kind: FieldSpec["kind"], more: Partial<FieldSpec> = {}): FieldSpec {
  const plain = { description: "", required: false, free: false, values: [], fields: [] };
  return { name, kind, ...plain, ...more };
}

const LINES = asked("lines", "list", {
  fields: [
    asked("item", "object", {
      fields: [
        asked("item", "text"),
        asked("amount", "amount"),
        asked("taxed", "enum", { values: ["full", "reduced"] }),
      ],
    }),
  ],
});

function correctable(more: Partial<Correcting> = {}) {
  const read = toSpec("classify", emptyDraft("classify"));
  if (!read.ok) {
    throw new Error("an empty form is no task");
  }
  const onFields = vi.fn<Correcting["onFields"]>();
  const select = vi.fn<Correcting["select"]>();
  const correcting: Correcting = {
    task: { ...read.spec, kind: "extract", fields: [LINES] },
    busy: false,
    onLabel: vi.fn(),
    onLabels: vi.fn(),
    onFields,
    select,
    ...more,
  };
  const [part] = partsOf([
    field("lines.0.item", "A4 recycled, 80 g"),
    field("lines.0.amount", "82.00"),
    field("lines.0.taxed", "full", { span: null, verified: false }),
    field("lines.1.item", "Delivery"),
    field("lines.1.amount", null),
    field("lines.1.taxed", null),
  ]);
  if (part?.kind !== "rows") {
    throw new Error("the lines are no table");
  }
  render(
    <MantineProvider>
      <ul>
        <RowsTable {...part} active={null} onActive={vi.fn()} correcting={correcting} />
      </ul>
    </MantineProvider>,
  );
  /** The table as it was sent last: a value, a place, or nothing in each cell. */
  const sent = () => {
    const [fields] = onFields.mock.lastCall ?? [[]];
    const word = fields[0]?.value;
    return word?.kind === "table"
      ? word.rows.map((row) => row.map(({ value }) => ("span" in value ? value : null)))
      : [];
  };
  return { user: userEvent.setup(), onFields, select, sent };
}

const HERE = { kind: "here", span: { start: 300, end: 305 } };

test("a cell is opened with the keyboard and takes selected words; its neighbours stay", async () => {
  const { user, select, sent } = correctable();
  const cell = screen.getByLabelText("Correct amount in row 2: not found");
  cell.focus();
  await user.keyboard("{Enter}");
  const choice = screen.getByRole("group", { name: "Correct amount in row 2" });
  expect(within(choice).queryByTestId("field-absent-lines.1.amount"), "it is empty").toBeNull();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("group")).toBeNull();
  expect(document.activeElement, "Esc goes back to the cell").toBe(cell);

  await user.keyboard("{Enter}{Enter}");
  const [path, take, near] = select.mock.lastCall ?? [];
  expect(path).toBe("lines.1.amount");
  expect(near, "the keyboard begins in its row").toBe(field("", "Delivery").span?.start);
  take?.(HERE.span);
  expect(sent()[1]).toEqual([
    { kind: "kept", value: "Delivery", span: field("", "Delivery").span },
    HERE,
    null,
  ]);
  expect(sent()[0]?.[1]).toMatchObject({ kind: "kept", value: "82.00" });
});

test("a cell is emptied, and takes one of its allowed values", async () => {
  const { user, onFields, sent } = correctable();
  await user.click(screen.getByTestId("field-point-lines.0.amount"));
  await user.click(screen.getByTestId("field-absent-lines.0.amount"));
  expect(sent()[0]?.map((cell) => cell?.kind)).toEqual(["kept", undefined, "kept"]);
  await user.click(screen.getByTestId("field-point-lines.1.taxed"));
  await user.click(screen.getByRole("button", { name: "reduced" }));
  expect(sent()[1]?.[2]).toEqual({ kind: "kept", value: "reduced", span: null });
  expect(onFields.mock.lastCall?.[0][0]?.path).toBe("lines");
});

test("a row is removed, and an empty one is added that fills by selecting words", async () => {
  const { user, onFields, select, sent } = correctable();
  await user.click(screen.getByLabelText("Remove row 1 of lines"));
  expect(sent()).toHaveLength(1);
  expect(sent()[0]?.[0]).toMatchObject({ value: "Delivery" });

  await user.click(screen.getByTestId("row-add-lines"));
  expect(onFields, "an empty row says nothing yet").toHaveBeenCalledTimes(1);
  await user.click(screen.getByLabelText("Correct item in row 3: not found"));
  await user.click(screen.getByTestId("field-select-lines.2.item"));
  select.mock.lastCall?.[1]({ start: 9_000, end: 9_005 });
  expect(sent()).toHaveLength(3);
  expect(sent()[2]).toEqual([{ kind: "here", span: { start: 9_000, end: 9_005 } }, null, null]);

  await user.click(screen.getByLabelText("Remove row 3 of lines"));
  expect(screen.queryByTestId("row-remove-lines-2"), "it was not said, so it just goes").toBeNull();
  expect(onFields).toHaveBeenCalledTimes(2);
});

test("while a correction is learned from nothing opens", async () => {
  const { user, onFields } = correctable({ busy: true });
  await user.click(screen.getByTestId("field-point-lines.0.amount"));
  await user.click(screen.getByTestId("row-remove-lines-0"));
  expect(screen.queryByRole("group")).toBeNull();
  expect(onFields).not.toHaveBeenCalled();
});
