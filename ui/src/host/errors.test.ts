import { describe, expect, it } from "vitest";
import { asHostError } from "./errors";

describe("asHostError", () => {
  it("keeps the core's code, message and detail", () => {
    const thrown = { code: "contextTooLong", message: "9,000 of 8,192 tokens", detail: "a.pdf" };
    expect(asHostError(thrown)).toMatchObject(thrown);
  });

  it.each([
    ["a string", "command foo not found", "command foo not found"],
    ["an error", new Error("no bridge"), "no bridge"],
    ["a code of a newer core", { code: "newCode", message: "Too hot" }, "Too hot"],
  ])("shows %s instead of hiding it", (_, thrown, message) => {
    expect(asHostError(thrown)).toMatchObject({ code: "internal", message });
  });
});
