import { screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { queryClient } from "../shared/query/client";
import { openWindow, there } from "../testing/window";

const PAGES = [
  "home",
  "classify",
  "extract",
  "summarize",
  "playground",
  "history",
  "models",
  "settings",
];

/** Rules that need a real layout are left to the eye; names, roles and structure are checked here. */
const NEEDS_LAYOUT = { "color-contrast": { enabled: false } };

describe("every control has a name and a role", () => {
  it.each(PAGES)("on %s", async (page) => {
    const { user, container } = openWindow();
    await user.click(await there(`nav-${page}`));
    await screen.findByRole("heading", { level: 1 });
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(screen.queryByTestId("error"), "the page itself is there").toBeNull();
    const { violations } = await axe.run(container, { rules: NEEDS_LAYOUT });
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    expect(found).toEqual([]);
  });
});
