import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { FolderEvent } from "../generated";
import { openWindow, there } from "../testing/window";

type User = ReturnType<typeof openWindow>["user"];

async function openInvoice(user: User) {
  await user.click(await there("nav-extract"));
  await user.click(await there("samples"));
  await user.click(await screen.findByText("An invoice for paper"));
  return there("document-view");
}

describe("A document", () => {
  it("is searched with Ctrl+F, place after place", async () => {
    const { user } = openWindow();
    const view = await openInvoice(user);
    view.focus();
    await user.keyboard("{Control>}f{/Control}");
    await user.type(await there("find"), "invoice");
    expect((await there("find-count")).textContent).toBe("1 of 3");
    const current = () => screen.getAllByTestId("found").find((each) => each.dataset.current);
    expect(current()?.textContent).toBe("INVOICE");
    await user.keyboard("{Enter}{Enter}");
    expect((await there("find-count")).textContent).toBe("3 of 3");
    await user.keyboard("{Enter}");
    expect((await there("find-count")).textContent, "after the last comes the first").toBe(
      "1 of 3",
    );
    await user.type(await there("find"), "xyz");
    expect((await there("find-count")).textContent).toBe("Not found");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("found")).toBeNull();
  });

  it("shows its printed page with the place that is pointed at", async () => {
    const { user } = openWindow();
    await openInvoice(user);
    await user.type(await there("field-name-0"), "total");
    await user.click(await there("run"));
    await there("field-row-total");
    await user.click(screen.getByText("Pages"));
    expect(await screen.findByAltText("Page 1")).toBeTruthy();
    await user.hover(await there("field-row-total"));
    const active = screen
      .getAllByTestId("page-highlight")
      .filter((each) => each.dataset.active === "true");
    expect(
      active.map((each) => each.dataset.field),
      "two words of a line, one box",
    ).toEqual(["total"]);
  });

  it("says why its pages cannot be shown", async () => {
    const gone = { code: "notFound", message: "the file is not at hand", detail: null };
    const { user } = openWindow({
      show_page: () => {
        throw gone;
      },
    });
    await openInvoice(user);
    await user.click(screen.getByText("Pages"));
    expect((await there("error")).textContent).toContain(gone.message);
  });

  it("tells its language and format", async () => {
    const { user } = openWindow();
    await openInvoice(user);
    expect((await there("document-about")).textContent).toMatch(/^PDF · 1 page · .* · English$/);
  });
});

describe("Sources", () => {
  it("takes a pasted picture as a document", async () => {
    const { user } = openWindow();
    await user.click(await there("nav-classify"));
    const picture = new File(["x"], "image.png", { type: "image/png" });
    fireEvent.paste(await there("document-text"), { clipboardData: { files: [picture] } });
    expect(await screen.findByText(/Pasted picture\.png|opened\.txt/)).toBeTruthy();
  });

  it("asks on the first page what pasted text is for", async () => {
    const { user } = openWindow();
    await there("home-open");
    fireEvent.paste(document.body, {
      clipboardData: { files: [], getData: () => "Where is my parcel?" },
    });
    expect(await screen.findByText("The pasted text is ready")).toBeTruthy();
    const section = screen.getByText("The pasted text is ready").closest("section");
    await user.click(within(section ?? document.body).getByRole("button", { name: "Classify" }));
    expect(await there("document-text")).toHaveProperty("value", "Where is my parcel?");
  });

  it("reads and runs the files that come into a watched folder", async () => {
    let tell: (event: FolderEvent) => void = () => {};
    let stop: () => void = () => {};
    const cancelled: unknown[] = [];
    const { user } = openWindow({
      "plugin:dialog|open": () => "/home/ada/inbox",
      list_files: () => ({ files: ["/home/ada/inbox/first.txt"], problems: [] }),
      watch_folder: (_, emit) => {
        tell = emit;
        return new Promise((resolve) => {
          stop = () => resolve(null);
        });
      },
      cancel: (args) => {
        cancelled.push(args);
        stop();
        return null;
      },
    });
    await user.click(await there("nav-classify"));
    await user.type(await there("label-name-0"), "billing");
    await user.click(await there("label-add"));
    await user.type(await there("label-name-1"), "other");
    await user.click(await there("folder-open"));
    await user.type(await there("folder-include"), "*.txt");
    await user.click(await there("folder-watch"));
    await user.click(await there("folder-choose"));
    expect((await there("watching")).textContent).toContain("/home/ada/inbox");
    act(() => tell({ path: "/home/ada/inbox/second.txt" }));
    await waitFor(() => expect(screen.getAllByTestId("file-row")).toHaveLength(2));
    expect(await screen.findAllByText("Done")).not.toHaveLength(0);
    await user.click(await there("watch-stop"));
    await waitFor(() => expect(screen.queryByTestId("watching")).toBeNull());
    expect(cancelled).toHaveLength(1);
  });
});
