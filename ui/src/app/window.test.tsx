import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { INVOICE } from "../testing/documents";
import { EMBEDDER, GENERATOR } from "../testing/models";
import { openWindow, there } from "../testing/window";

type User = ReturnType<typeof openWindow>["user"];

async function fillLabels(user: User, names: string[]) {
  for (const [index, name] of names.entries()) {
    if (!screen.queryByTestId(`label-name-${index}`)) {
      await user.click(await there("label-add"));
    }
    await user.type(await there(`label-name-${index}`), name);
  }
}

describe("Classify", () => {
  it("shows the label, a probability for every label, and who decided", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-classify"));
    await user.type(await there("document-text"), "I was charged twice.");
    await fillLabels(user, ["billing", "technical", "other"]);
    await user.click(await there("run"));
    expect((await there("result-label")).textContent).toBe("billing");
    const bars = screen.getAllByTestId("label-score");
    expect(bars.map((bar) => bar.dataset.label)).toEqual(["billing", "technical", "other"]);
    expect(
      screen.getByText(/Decided by similarity of meaning and the language model/),
    ).toBeTruthy();
  });

  it("keeps the form when the core refuses the task, and when the page is left", async () => {
    const refusal = {
      code: "invalidTask",
      message: 'two labels are named "billing"',
      detail: null,
    };
    const { user } = openWindow({
      run_task: () => {
        throw refusal;
      },
    });
    await user.click(await there("nav-classify"));
    await user.type(await there("document-text"), "Where is my parcel?");
    await fillLabels(user, ["billing", "billing"]);
    await user.click(await there("run"));
    expect((await there("error")).textContent).toContain(refusal.message);
    await user.click(await there("nav-history"));
    await user.click(await there("nav-classify"));
    expect(await there("document-text")).toHaveProperty("value", "Where is my parcel?");
    expect(await there("label-name-1")).toHaveProperty("value", "billing");
  });

  it("leads to Models when no model is chosen", async () => {
    const { user } = openWindow({
      run_task: () => {
        throw { code: "modelMissing", message: "No language model is chosen.", detail: null };
      },
    });
    await user.click(await there("nav-classify"));
    await user.type(await there("document-text"), "Hello.");
    await user.click(await there("run"));
    await user.click(within(await there("error")).getByRole("link", { name: "Open Models" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Models" })).toBeTruthy();
  });

  it("runs with Ctrl+Enter from inside the text, and moves rows with Alt and an arrow", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-classify"));
    await fillLabels(user, ["first", "second"]);
    await user.type(await there("label-name-1"), "{Alt>}{ArrowUp}{/Alt}");
    expect(await there("label-name-0")).toHaveProperty("value", "second");
    await user.type(await there("document-text"), "Hello.{Control>}{Enter}{/Control}");
    expect((await there("result-label")).textContent).toBe("second");
  });
});

describe("Extract", () => {
  it("marks the value in the document when its row is pointed at", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-extract"));
    await user.click(await there("samples"));
    await user.click(await screen.findByText("An invoice for paper"));
    await user.type(await there("field-name-0"), "total");
    await user.click(await there("run"));
    const row = await there("field-row-total");
    await user.hover(row);
    const marks = screen.getAllByTestId("highlight");
    const active = marks.filter((mark) => mark.dataset.active === "true");
    expect(active.map((mark) => mark.textContent)).toEqual(["GBP 183.00"]);
    expect(active[0]?.dataset.field).toBe("total");
    await user.hover(await there("field-row-iban"));
    expect(
      marks.some((mark) => mark.dataset.active === "true"),
      "iban stands nowhere",
    ).toBe(false);
  });

  it("shows where the other values of a contradicted field stand", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-extract"));
    await user.click(await there("samples"));
    await user.click(await screen.findByText("An invoice for paper"));
    await user.type(await there("field-name-0"), "total");
    await user.click(await there("run"));
    const row = within(await there("field-row-total"));
    const other = row.getByRole("button", { name: /152.50/ });
    expect(other.textContent).toContain("page 1, line 9 · 11");
    await user.hover(other);
    const marks = screen.getAllByTestId("highlight");
    expect(marks.some((mark) => mark.textContent === "152.50")).toBe(true);
  });

  it("shows what a text field is looked for as, and makes it the type", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-extract"));
    await user.type(await there("field-name-0"), "due date");
    const sought = within(await there("field-sought-0"));
    sought.getByText("Looked for as: Date");
    await user.click(sought.getByRole("button", { name: "Set type to Date" }));
    expect(await there("field-type-0")).toHaveProperty("value", "date");
    expect(screen.queryByTestId("field-sought-0"), "nothing is left to tell").toBeNull();
  });

  it("says what is wrong with a schema before anything runs", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-extract"));
    await user.type(await there("document-text"), "Total 5");
    await user.click(screen.getByText("JSON Schema"));
    await user.type(await there("schema"), "[[1,");
    expect(await screen.findByText(/This is not JSON yet/)).toBeTruthy();
  });

  it("shows a document that cannot be read as an error of its own", async () => {
    const locked = {
      code: "documentEncrypted",
      message: "locked.pdf has a password",
      detail: null,
    };
    const { user } = openWindow({
      open_document_bytes: () => {
        throw locked;
      },
    });
    await user.click(await there("nav-extract"));
    await user.upload(await there("document-open"), new File(["x"], "locked.pdf"));
    expect((await there("error")).textContent).toContain(locked.message);
  });

  it("works through several files and shows a row for each", async () => {
    let opened = 0;
    const { user } = openWindow({
      open_document_bytes: () => {
        opened += 1;
        return { ...INVOICE, name: `invoice-${opened}.pdf` };
      },
    });
    await user.click(await there("nav-extract"));
    await user.upload(await there("document-open"), [new File(["x"], "a"), new File(["y"], "b")]);
    await waitFor(() => expect(screen.getAllByTestId("file-row")).toHaveLength(2));
    await user.type(await there("field-name-0"), "total");
    await user.click(await there("run"));
    await waitFor(() => expect(screen.getAllByText("Done")).toHaveLength(2));
  });
});

describe("Summarize", () => {
  it("keeps the language of the answer, and how parts are joined, with the task", async () => {
    const kept: unknown[] = [];
    const probe = GENERATOR.probe && { ...GENERATOR.probe, earned: true };
    const writer = { ...GENERATOR, probe };
    const { user } = openWindow({
      list_models: () => [writer, EMBEDDER],
      save_task: ({ task }) => {
        kept.push(task);
        return { id: "1", hash: "e".repeat(64), task, updatedAt: "2026-11-26T00:00:00Z" };
      },
    });
    await user.click(await there("nav-summarize"));
    await user.type(await there("answer-in"), "Low German");
    await user.click(await there("advanced"));
    await user.selectOptions(await there("strategy"), "refine");
    await user.click(await there("saved-tasks"));
    await user.click(await there("save-task-as"));
    await user.type(await there("task-name"), "Minutes");
    await user.click(await there("task-save"));
    await waitFor(() => expect(kept).toHaveLength(1));
    expect(kept[0]).toMatchObject({ answerIn: "Low German", strategy: "refine" });
  });

  it("does not ask how parts are joined of a model that does not write", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-summarize"));
    await user.click(await there("advanced"));
    expect(screen.queryByTestId("strategy")).toBeNull();
  });
});

describe("Playground", () => {
  it("streams the text, then tells its first token and its speed", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-playground"));
    await user.type(await there("playground-prompt"), "A lighthouse");
    await user.click(await there("run"));
    await waitFor(async () =>
      expect((await there("playground-output")).textContent).toContain("second line."),
    );
    expect((await there("playground-ttft")).textContent).toMatch(/\d+ ms/);
    expect((await there("playground-rate")).textContent).toMatch(/\d+ tok\/s/);
  });
});

describe("History", () => {
  it("opens a run, deletes it, and offers to undo", async () => {
    const restored: string[] = [];
    const { user } = openWindow({
      restore_run: ({ id }) => {
        restored.push(String(id));
        return null;
      },
    });
    await user.click(await there("nav-summarize"));
    await user.type(await there("document-text"), "The heron stood. It flew.");
    await user.click(await there("run"));
    await screen.findAllByTestId("summary-sentence");
    await user.click(await there("nav-history"));
    await user.click(await there("history-item"));
    expect((await there("document-view")).textContent).toContain("The heron stood.");
    await user.click(await there("run-delete"));
    await screen.findByText("Nothing here yet");
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(restored).toHaveLength(1));
  });

  it("explains a data folder that cannot be used", async () => {
    const newer = { code: "storeUnusable", message: "made by a newer Winnow", detail: null };
    const { user } = openWindow({
      list_runs: () => {
        throw newer;
      },
    });
    await user.click(await there("nav-history"));
    expect((await there("error")).textContent).toContain(newer.message);
  });
});

describe("the command palette", () => {
  it("opens with Ctrl+K and goes to a page", async () => {
    const { user } = openWindow();
    await there("nav-home");
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByPlaceholderText(/Go to a page/), "Playg");
    await user.keyboard("{Enter}");
    expect(await there("playground-prompt")).toBeTruthy();
  });
});
