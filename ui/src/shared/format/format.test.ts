import { describe, expect, it } from "vitest";
import { ago, bytes, duration, percent, ranges, rate } from "./format";

describe("percent", () => {
  it.each([
    [0, "0%"],
    [0.0004, "0.1%"],
    [0.004, "0.4%"],
    [0.5, "50%"],
    [0.984, "98%"],
    [0.9951, "99.5%"],
    [0.99999, "99.9%"],
    [1, "100%"],
  ])("%d reads %s: what is unsure never reads as certain", (probability, words) => {
    expect(percent(probability)).toBe(words);
  });
});

describe("bytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1500, "1.5 KB"],
    [144_811_360, "145 MB"],
    [999_600_000, "1 GB"],
    [5_027_783_488, "5 GB"],
  ])("%d reads %s", (count, words) => {
    expect(bytes(count)).toBe(words);
  });
});

describe("duration", () => {
  it.each([
    [3.2, "3 ms"],
    [999.4, "999 ms"],
    [999.9, "1 s"],
    [2430, "2.4 s"],
    [59_960, "1 min 0 s"],
    [83_000, "1 min 23 s"],
  ])("%d reads %s", (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words);
  });
});

describe("rate", () => {
  it("shows a decimal only where it matters", () => {
    expect([rate(4.26), rate(58.4)]).toEqual(["4.3", "58"]);
  });
});

describe("ago", () => {
  const now = new Date("2026-11-25T12:00:00Z");
  it.each([
    ["2026-11-25T11:59:30Z", "just now"],
    ["2026-11-25T11:48:00Z", "12 minutes ago"],
    ["2026-11-25T09:00:00Z", "3 hours ago"],
    ["2026-11-24T11:00:00Z", "yesterday"],
    ["not a date", "not a date"],
  ])("%s reads %s", (when, words) => {
    expect(ago(when, now)).toBe(words);
  });
});

describe("ranges", () => {
  it("joins neighbours, as a person would say the pages", () => {
    expect(ranges([7, 1, 2, 3, 9, 10])).toBe("1–3, 7, 9–10");
    expect(ranges([])).toBe("");
  });
});
