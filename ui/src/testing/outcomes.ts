/** Answers in the shape of the wire, for the stand-in and for tests. */
import type { AnswerView, DeciderView, FieldSpec, FieldView, OutcomeView } from "../generated";
import { INVOICE_TEXT, spanOf } from "./documents";

export const BOTH: DeciderView = { sources: ["embedder", "model"], margin: 0.71 };

export function outcomeOf(answer: AnswerView): OutcomeView {
  return {
    answer,
    coverage: { tokens: 214, read: 214, chunks: 1 },
    doubts: [],
    usage: { prompt: 412, cached: 198, generated: 0, forced: 0, drafted: 0, steps: 2 },
    timings: { queueMs: 0.2, prefillMs: 310, decodeMs: 42, totalMs: 371 },
    model: "a".repeat(64),
    modelName: "SmolLM2-135M-Instruct",
    fallback: null,
    fallbackName: null,
    embedder: "b".repeat(64),
    embedderName: "all-MiniLM-L6-v2",
    ranOn: null,
    task: "c".repeat(64),
  };
}

export function classified(labels: string[]): AnswerView {
  const weights = labels.map((_, index) => 0.84 * 0.16 ** index);
  const sum = weights.reduce((a, b) => a + b, 0);
  const scores = labels.map((label, index) => ({
    label,
    probability: (weights[index] ?? 0) / sum,
  }));
  const probabilities = Object.fromEntries(
    scores.map(({ label, probability }) => [label, probability]),
  );
  return {
    kind: "classify",
    label: labels[0] ?? null,
    labels: null,
    confidence: scores[0]?.probability ?? 0,
    scores,
    decidedBy: BOTH,
    evidence: [
      { source: "embedder", probabilities },
      { source: "model", probabilities },
    ],
  };
}

export function field(
  path: string,
  value: string | null,
  more: Partial<FieldView> = {},
): FieldView {
  return {
    path,
    value,
    normalized: null,
    confidence: value === null ? 0.12 : 0.93,
    span: value === null ? null : spanOf(INVOICE_TEXT, value),
    place: value === null ? null : "page 1",
    verified: value !== null,
    decidedBy: { sources: ["model", "shape"], margin: 0.6 },
    alternatives: [],
    ...more,
  };
}

export const EXTRACTED: AnswerView = {
  kind: "extract",
  value: { invoice_number: "NW-2026-0417", invoice_date: "12 March 2026", total: "GBP 183.00" },
  fields: [
    field("invoice_number", "NW-2026-0417"),
    field("invoice_date", "12 March 2026", { normalized: "2026-03-12", confidence: 0.97 }),
    field("total", "GBP 183.00", {
      normalized: { amount: "183.00", currency: "GBP" },
      confidence: 0.81,
      alternatives: [
        {
          text: "152.50",
          span: spanOf(INVOICE_TEXT, "152.50"),
          place: "page 1, line 9",
          probability: 0.11,
        },
        { text: "82.00", span: spanOf(INVOICE_TEXT, "82.00"), place: null, probability: 0.04 },
      ],
    }),
    field("iban", null),
  ],
};

/** What is found for these fields: the invoice's, and its lines where rows are asked for. */
export function extracted(fields: FieldSpec[]): AnswerView {
  const list = fields.find((asked) => asked.kind === "list" && asked.fields[0]?.kind === "object");
  if (!list || EXTRACTED.kind !== "extract") {
    return EXTRACTED;
  }
  const cells = [
    ["A4 recycled, 80 g", "82.00"],
    ["Envelopes C5, box", "58.50"],
    ["Delivery", null],
  ];
  const lines = cells.flatMap((row, index) =>
    (list.fields[0]?.fields ?? []).map(({ name }, column) =>
      field(`${list.name}.${index}.${name}`, row[column] ?? null),
    ),
  );
  return { ...EXTRACTED, fields: [...EXTRACTED.fields, ...lines] };
}

/** The first two of several labels that may apply. */
export function several(labels: string[]): AnswerView {
  const scores = labels.map((label, index) => ({
    label,
    probability: index < 2 ? 0.91 - 0.1 * index : 0.08,
  }));
  return {
    kind: "classify",
    label: labels[0] ?? null,
    labels: labels.slice(0, 2),
    confidence: 0.68,
    scores,
    decidedBy: { sources: ["embedder"], margin: 0.31 },
    evidence: [],
  };
}

/** The first sentences of a text, as a summary by selection. */
export function summarized(text: string, count: number): AnswerView {
  const sentences = [...text.matchAll(/[^.!?\n]+[.!?]/g)].slice(0, count).map((match) => ({
    text: match[0].trim(),
    spans: [spanOf(text, match[0].trim())],
    verified: true,
  }));
  return {
    kind: "summarize",
    text: sentences.map((sentence) => sentence.text).join(" "),
    sentences,
    writtenBy: "selection",
  };
}
