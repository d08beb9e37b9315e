import { describe, expect, it } from "vitest";
import { emptyDraft } from "./draft";
import { isBlank, STARTERS } from "./starters";
import { toSpec } from "./toSpec";

describe("starters", () => {
  it.each(STARTERS)("$name is a task of its kind with names that differ", ({ kind, rows }) => {
    const result = toSpec(kind, { ...emptyDraft(kind), ...rows() });
    const spec = result.ok ? result.spec : null;
    const names = [...(spec?.labels ?? []), ...(spec?.fields ?? [])].map(({ name }) => name);
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size, "the core refuses two of one name").toBe(names.length);
  });

  it("never replaces what a person has written", () => {
    expect(isBlank(emptyDraft("extract"))).toBe(true);
    expect(isBlank({ ...emptyDraft("extract"), instructions: "Look at the footer." })).toBe(false);
  });
});
