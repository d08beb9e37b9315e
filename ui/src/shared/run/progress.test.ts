import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../generated";
import { advance, STARTING, writingRate } from "./progress";

function fold(...events: RunEvent[]) {
  return events.reduce(advance, STARTING);
}

describe("advance", () => {
  it("names the model that is loaded and how far it is", () => {
    expect(fold({ kind: "loading", model: "SmolLM2", fraction: 0.4 })).toMatchObject({
      phase: "loading",
      model: "SmolLM2",
      fraction: 0.4,
    });
  });

  it("does not divide by an unknown end", () => {
    expect(fold({ kind: "prefill", done: 0, total: 0, cached: 0 }).fraction).toBeNull();
    expect(fold({ kind: "stage", stage: "score", done: 3, total: 4 }).fraction).toBe(0.75);
  });

  it("keeps the text and the time of its first token", () => {
    const progress = fold(
      { kind: "text", text: "The ", tokens: 1, atMs: 180 },
      { kind: "text", text: "heron", tokens: 3, atMs: 220 },
    );
    expect(progress.text).toBe("The heron");
    expect(progress.firstTokenMs).toBe(180);
    expect(progress.tokens).toBe(3);
  });
});

describe("advance over the pieces of a long document", () => {
  it("keeps how many are done while one is written about, and shows only that one", () => {
    const progress = fold(
      { kind: "stage", stage: "write", done: 0, total: 4 },
      { kind: "text", text: "First.", tokens: 2, atMs: 100 },
      { kind: "stage", stage: "write", done: 1, total: 4 },
      { kind: "prefill", done: 90, total: 100, cached: 0 },
      { kind: "text", text: "Second.", tokens: 2, atMs: 200 },
    );
    expect(progress).toMatchObject({ phase: "write", fraction: 0.25, text: "Second." });
  });
});

describe("writingRate", () => {
  it("counts the tokens after the first, over the time since it", () => {
    const progress = fold(
      { kind: "text", text: "a", tokens: 1, atMs: 500 },
      { kind: "text", text: "b", tokens: 21, atMs: 1000 },
    );
    expect(writingRate(progress)).toBe(40);
  });

  it("does not count tokens that came together with the first as written in no time", () => {
    const progress = fold(
      { kind: "text", text: "abc", tokens: 3, atMs: 100 },
      { kind: "text", text: "d", tokens: 4, atMs: 200 },
    );
    expect(writingRate(progress)).toBe(10);
  });

  it("has no rate before there are two moments", () => {
    expect(writingRate(STARTING)).toBeNull();
    expect(writingRate(fold({ kind: "text", text: "a", tokens: 1, atMs: 5 }))).toBeNull();
  });
});
