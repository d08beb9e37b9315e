import { describe, expect, it } from "vitest";
import type { DoubtView } from "../../generated";
import { coverage, decidedBy, doubt, inline, sureness } from "./words";

describe("decidedBy", () => {
  it("names every source, the weightiest first, and the lead", () => {
    expect(decidedBy({ sources: ["embedder"], margin: 0.5 })).toBe(
      "Decided by similarity of meaning. The best answer leads by 50 points of 100.",
    );
    expect(decidedBy({ sources: ["head", "embedder", "model"], margin: 0.01 })).toBe(
      "Decided by your corrections, similarity of meaning and the language model. The best answer leads by 1 point of 100.",
    );
  });
});

describe("sureness", () => {
  it("never reads as 0 % where nobody measured it", () => {
    expect(sureness(0.93)).toBe("93% sure");
    expect(sureness(null)).toBe("sureness not measured");
  });
});

describe("coverage", () => {
  it("says when a document was not read whole: nothing is cut silently", () => {
    expect(coverage({ tokens: 412, read: 412, chunks: 1 })).toBe("Read whole: 412 tokens");
    expect(coverage({ tokens: 12_000, read: 8_000, chunks: 3 })).toBe(
      "Read 8,000 of 12,000 tokens, in 3 pieces",
    );
  });
});

describe("doubt", () => {
  const doubts: DoubtView[] = [
    { kind: "closeCall" },
    { kind: "fieldMissing", field: "iban" },
    { kind: "unverified", field: "total" },
    { kind: "invented", text: "42 %" },
    { kind: "cutAtLimit", limit: 256 },
    { kind: "sourceMissing", source: "embedder" },
  ];

  it.each(doubts)("says $kind as a sentence that names what it is about", (reason) => {
    const sentence = doubt(reason);
    expect(sentence).toMatch(/^[“A-Z].*\.$/);
    for (const value of Object.values(reason).filter((part) => part !== reason.kind)) {
      const named = value === "embedder" ? "Similarity of meaning" : String(value);
      expect(sentence).toContain(named);
    }
  });
});

describe("inline", () => {
  it("shows a value as a person would write it", () => {
    expect(inline("12 EUR")).toBe("12 EUR");
    expect(inline({ amount: "183.00", currency: "GBP" })).toBe("183.00 GBP");
    expect(inline({ amount: "183.00", currency: null })).toBe("183.00");
    expect(inline(["a", "b"])).toBe('["a","b"]');
    expect(inline({ party: { name: "ACME" } })).toBe('{"party":{"name":"ACME"}}');
    expect(inline(false)).toBe("false");
  });
});
