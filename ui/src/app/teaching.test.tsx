import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { FieldType } from "../generated";
import type { FieldRow } from "../shared/draft/draft";
import { useSheets } from "../shared/draft/sheets";
import { openWindow, there } from "../testing/window";

type User = ReturnType<typeof openWindow>["user"];

async function classify(user: User, message: string, labels: string[]) {
  await user.click(await there("nav-classify"));
  await user.type(await there("document-text"), message);
  for (const [index, name] of labels.entries()) {
    if (!screen.queryByTestId(`label-name-${index}`)) {
      await user.click(await there("label-add"));
    }
    await user.type(await there(`label-name-${index}`), name);
  }
  await user.click(await there("run"));
  await there("result-label");
}

async function extract(user: User) {
  await user.click(await there("nav-extract"));
  await user.click(await there("samples"));
  await user.click(await screen.findByText("An invoice for paper"));
  await waitFor(() => expect(screen.getByTestId("run")).toHaveProperty("disabled", false));
  await user.click(await there("run"));
  return there("field-row-total");
}

/** What the task was taught by, as its drawer lists it. */
async function examples(user: User) {
  await user.click(await there("teach-open"));
  const panel = await there("teach-panel");
  return within(panel).findAllByTestId("taught-example");
}

describe("Correcting a label", () => {
  it("takes another by its number key, and says what changed and what was learned", async () => {
    const { user } = openWindow();
    await classify(user, "The app takes my money twice.", ["technical", "billing", "other"]);
    await user.click(await there("label-correct"));
    await user.keyboard("2");
    await waitFor(async () => expect((await there("result-label")).textContent).toBe("billing"));
    const lesson = await there("lesson");
    await waitFor(() => expect(lesson.textContent).toContain("Answered before: “technical”"));
    expect(screen.getByTestId("lesson").textContent).toContain("All examples are “billing” so far");
    expect(screen.getByTestId("lesson").textContent).toContain(
      "kept as “technical, billing, other”",
    );
    expect(screen.getByText("Decided by you.")).toBeTruthy();
  });

  it("can answer none of these, and undo it", async () => {
    const { user } = openWindow();
    await classify(user, "Good morning.", ["technical", "billing"]);
    await user.click(await there("label-correct"));
    await user.keyboard("0");
    await waitFor(async () =>
      expect((await there("result-label")).textContent).toBe("None of these"),
    );
    await user.click(await there("lesson-undo"));
    await waitFor(async () => expect((await there("result-label")).textContent).toBe("technical"));
  });

  it("searches among many labels", async () => {
    const { user } = openWindow();
    const labels = Array.from({ length: 12 }, (_, index) => ({
      key: String(index),
      name: `shelf ${index + 1}`,
      description: "",
    }));
    useSheets.getState().edit("classify", { labels });
    await classify(user, "A book.", []);
    await user.click(await there("label-correct"));
    await user.type(await there("label-search"), "shelf 11");
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(async () => expect((await there("result-label")).textContent).toBe("shelf 11"));
  });

  it("keeps the answer in sight when it cannot be learned from, and says why", async () => {
    const { user } = openWindow({
      correct_answer: () => {
        throw { code: "notEnoughMemory", message: "the embedder does not fit", detail: null };
      },
    });
    await classify(user, "The app crashes.", ["technical", "billing"]);
    await user.click(await there("label-right"));
    expect((await there("error")).textContent).toContain("the embedder does not fit");
    expect((await there("result-label")).textContent).toBe("technical");
  });
});

describe("Correcting a value", () => {
  it("takes words that were selected with the keyboard, and lists the example", async () => {
    const { user } = openWindow();
    await extract(user);
    await user.click(await there("field-correct-total"));
    await user.click(await there("field-select-total"));
    expect((await there("select-bar")).textContent).toContain("Select the words of “total”");
    await user.keyboard("{ArrowUp}");
    expect((await there("selected")).textContent).toBe("GBP");
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect((await there("selected")).textContent).toBe("152.50");
    await user.keyboard("{Enter}");
    await waitFor(async () =>
      expect((await there("field-row-total")).textContent).toContain("Your answer"),
    );
    expect((await there("field-row-total")).textContent).toContain("152.50");
    const [example] = await examples(user);
    expect(example?.textContent).toContain("total: 152.50");
  });

  it("leaves the selection with Esc, and nothing is said", async () => {
    const { user } = openWindow();
    await extract(user);
    await user.click(await there("field-correct-total"));
    await user.click(await there("field-select-total"));
    await user.keyboard("{ArrowRight}{Escape}");
    expect(screen.queryByTestId("select-bar")).toBeNull();
    expect(screen.queryByTestId("lesson")).toBeNull();
  });

  it("takes another candidate by one click, and null for what is not there", async () => {
    const { user } = openWindow();
    await extract(user);
    await user.click(await there("field-alternative-total-0"));
    await waitFor(() =>
      expect(screen.getByTestId("lesson").textContent).toContain("total: “GBP 183.00” → “152.50”"),
    );
    await user.click(await there("field-correct-invoice_date"));
    await user.click(await there("field-absent-invoice_date"));
    await waitFor(() =>
      expect(screen.getByTestId("field-row-invoice_date").textContent).toContain(
        "Not in this document",
      ),
    );
  });
});

describe("Correcting rows", () => {
  const row = (name: string, kind: FieldType, fields: FieldRow[] = []): FieldRow => ({
    key: name,
    name,
    kind,
    description: "",
    required: false,
    free: false,
    values: "",
    fields,
  });

  it("takes a cell, removes and adds rows in one table, and undoes it", async () => {
    const { user } = openWindow();
    const lines = row("lines", "list", [row("item", "text"), row("amount", "amount")]);
    useSheets.getState().edit("extract", { fields: [lines] });
    await extract(user);
    const cells = () =>
      within(screen.getByTestId("rows-lines"))
        .getAllByRole("row")
        .slice(1)
        .map(({ textContent }) => textContent);
    expect(cells()).toEqual([
      "A4 recycled, 80 g82.0093%",
      "Envelopes C5, box58.5093%",
      "Delivery–12%",
    ]);

    await user.click(await there("field-point-lines.2.amount"));
    await user.click(await there("field-select-lines.2.amount"));
    expect((await there("select-bar")).textContent).toContain("“lines 3 amount”");
    await user.keyboard("{End}{End}{Enter}");
    await waitFor(() => expect(cells()[2]).toBe("Delivery12.00Your answer"));
    const lesson = await there("lesson");
    await waitFor(() =>
      expect(lesson.textContent).toContain("lines 3 amount: not found → “12.00”"),
    );

    await user.click(await there("row-remove-lines-0"));
    await waitFor(() => expect(cells()).toHaveLength(2));
    expect(screen.getByTestId("lesson").textContent).toContain("lines: 3 rows → 2.");
    const [example] = await examples(user);
    expect(example?.textContent).toContain("lines: Envelopes C5, box 58.50 · Delivery 12.00");
    const { violations } = await axe.run(await there("rows-lines"), {
      rules: { "color-contrast": { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await user.keyboard("{Escape}");
    await user.click(await there("lesson-undo"));
    await waitFor(() => expect(cells()[0]).toContain("A4 recycled, 80 g"));
  });

  it("shows a table without rows, so that the first can be added", async () => {
    const { user } = openWindow();
    const lines = row("lines", "list", [row("item", "text"), row("amount", "amount")]);
    useSheets.getState().edit("extract", { fields: [lines] });
    await extract(user);
    for (const left of [2, 1, 0]) {
      await user.click(await there("row-remove-lines-0"));
      await waitFor(() => expect(screen.queryAllByTestId(/^row-remove-lines-/)).toHaveLength(left));
    }
    expect((await there("rows-lines")).textContent).toContain("0 rows");
    await user.click(await there("row-add-lines"));
    await user.click(await there("field-point-lines.0.item"));
    await user.click(await there("field-select-lines.0.item"));
    await user.keyboard("{ArrowRight}{Shift>}{End}{/Shift}{Enter}");
    await waitFor(() =>
      expect(screen.getByTestId("rows-lines").textContent).toContain("Northwind Paper Co"),
    );
  });
});

describe("What a task has learned", () => {
  it("is shown with its curve, its version and its examples, which can be taken back", async () => {
    const { user } = openWindow();
    await classify(user, "The app crashes.", ["technical", "billing"]);
    await user.click(await there("label-right"));
    await waitFor(() => expect(screen.getByTestId("lesson").dataset.state).toBe("learned"));
    await user.clear(await there("document-text"));
    await user.type(await there("document-text"), "Refund me.");
    await user.click(await there("run"));
    await user.click(await there("label-correct"));
    await user.keyboard("2");
    await waitFor(() => expect(screen.getByTestId("teach-open").textContent).toBe("Teach · 2"));
    expect(await examples(user)).toHaveLength(2);
    const curve = await there("learning-curve");
    expect(curve.getAttribute("aria-label")).toContain("6 examples: 75%");
    expect((await there("teach-version")).textContent).toContain("5f3a9c2e");
    const { violations } = await axe.run(await there("teach-panel"), {
      rules: { "color-contrast": { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

    const [first] = screen.getAllByTestId("taught-drop");
    await user.click(first ?? document.body);
    await waitFor(() => expect(screen.getAllByTestId("taught-example")).toHaveLength(1));
    await user.click(await there("undo"));
    await waitFor(() => expect(screen.getAllByTestId("taught-example")).toHaveLength(2));
  });
});

describe("Marking a summary", () => {
  it("counts the marks, makes the summary anew with them, and lists the document", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-summarize"));
    await user.type(await there("document-text"), "It rains. The price rises. Lunch was good.");
    await user.click(await there("run"));
    const stars = await screen.findAllByTestId("sentence-star");
    await user.click(stars[1] ?? document.body);
    expect((await there("marks-tally")).textContent).toBe("1 starred, 0 struck out");
    await user.click(await there("marks-update"));
    await waitFor(() => expect(screen.getByTestId("teach-open").textContent).toBe("Teach · 1"));
    const [row] = await examples(user);
    expect(row?.textContent).toContain("It rains.");
  });
});

describe("Several labels", () => {
  it("shows all that apply, and learns those that are ticked", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-classify"));
    await user.click(await there("labels-multi"));
    await classify(user, "It crashed, and I was charged.", ["technical", "billing", "delivery"]);
    expect((await there("result-label")).textContent).toBe("technical, billing");
    const chosen = screen.getAllByTestId("label-score").map(({ dataset }) => dataset.chosen);
    expect(chosen).toEqual(["true", "true", "false"]);
    await user.click(await there("label-correct"));
    await user.keyboard("13{Enter}");
    await waitFor(async () =>
      expect((await there("result-label")).textContent).toBe("billing, delivery"),
    );
    const [example] = await examples(user);
    expect(example?.textContent).toContain("billing");
    expect(example?.textContent).toContain("delivery");
    expect(example?.textContent).not.toContain("technical");
  });

  it("can say that none applies, by ticking nothing", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-classify"));
    await user.click(await there("labels-multi"));
    await classify(user, "Good morning.", ["technical", "billing"]);
    await user.click(await there("label-correct"));
    await user.click(await there("label-tick-0"));
    await user.click(await there("label-tick-1"));
    await user.click(await there("labels-take"));
    await waitFor(async () =>
      expect((await there("result-label")).textContent).toBe("No label applies"),
    );
  });
});

describe("A run from the history", () => {
  it("is corrected where it stands, and the new answer is shown", async () => {
    const { user } = openWindow();
    await classify(user, "The app takes my money twice.", ["technical", "billing"]);
    await user.click(await there("nav-history"));
    await user.click(await there("history-item"));
    await user.click(await there("label-correct"));
    await user.keyboard("2");
    await waitFor(async () => expect((await there("result-label")).textContent).toBe("billing"));
    expect((await there("lesson")).textContent).toContain("Answered before: “technical”");
    await user.click(await there("lesson-undo"));
    await waitFor(async () => expect((await there("result-label")).textContent).toBe("technical"));
    await user.click(await there("nav-classify"));
    expect((await there("result-label")).textContent, "the page keeps its own run").toBe(
      "technical",
    );
  });
});
