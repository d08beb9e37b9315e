import { describe, expect, it } from "vitest";
import type { FieldSpec, TaskKind, TaskSpec } from "../../generated";
import { emptyDraft, emptyExample, emptyField, emptyLabel, FIELD_TYPES } from "./draft";
import { fromSpec } from "./fromSpec";
import { readSheet } from "./stored";
import { toSpec } from "./toSpec";

function specOf(kind: TaskKind, draft: Parameters<typeof toSpec>[1]): TaskSpec {
  const result = toSpec(kind, draft);
  if (!result.ok) {
    throw new Error(result.problems.map(({ message }) => message).join());
  }
  return result.spec;
}

function field(name: string, more: Partial<FieldSpec> = {}): FieldSpec {
  return {
    name,
    kind: "text",
    description: "",
    required: false,
    free: false,
    values: [],
    fields: [],
    ...more,
  };
}

const TASK: TaskSpec = {
  name: "Invoices",
  kind: "extract",
  instructions: "Look at the footer too.",
  labels: [],
  multi: false,
  fields: [
    field("total", { kind: "amount", description: "to pay", required: true }),
    field("state", { kind: "enum", values: ["open", "paid"] }),
    field("parties", {
      kind: "list",
      fields: [field("name", { kind: "organization", free: true })],
    }),
  ],
  schema: null,
  examples: [{ input: "Total 5 EUR", output: { total: "5 EUR" } }],
  length: null,
  focus: "",
  answerIn: "",
  strategy: "mapReduce",
  sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, seed: 7 },
  maxTokens: 400,
  threshold: 0.4,
  calibrate: true,
  decide: "best",
  fallback: null,
};

describe("toSpec", () => {
  it("makes a group of a list's several fields, and shows its fields in the list again", () => {
    const parts = [field("what"), field("amount", { kind: "amount" })];
    const row = field("item", { kind: "object", fields: parts });
    const spec: TaskSpec = { ...TASK, fields: [field("lines", { kind: "list", fields: [row] })] };
    const draft = fromSpec(spec);
    expect(draft.fields[0]?.fields.map(({ name }) => name)).toEqual(["what", "amount"]);
    expect(toSpec("extract", draft)).toEqual({ ok: true, spec });
  });

  it("reads back every task that was put into the form", () => {
    const others: TaskSpec[] = [
      { ...TASK, fields: [], schema: { type: "object", properties: { a: { type: "string" } } } },
      {
        ...TASK,
        kind: "classify",
        fields: [],
        labels: [
          { name: "billing", description: "charges" },
          { name: "other", description: "" },
        ],
        examples: [{ input: "charged twice", output: "billing" }],
      },
      {
        ...TASK,
        kind: "summarize",
        fields: [],
        examples: [],
        length: { unit: "bullets", count: 5 },
        focus: "deadlines",
        answerIn: "German",
        strategy: "refine",
        threshold: null,
      },
      { ...TASK, kind: "generate", fields: [], examples: [], threshold: null },
    ];
    for (const task of [TASK, ...others]) {
      expect(specOf(task.kind, fromSpec(task)), task.kind).toEqual(task);
    }
  });

  it("keeps every field type", () => {
    for (const kind of FIELD_TYPES) {
      const task = { ...TASK, fields: [field("value", { kind, values: [], fields: [] })] };
      expect(specOf("extract", fromSpec(task)).fields[0]?.kind).toBe(kind);
    }
  });

  it("does not send rows that were left empty, and trims the others", () => {
    const draft = {
      ...emptyDraft("classify"),
      labels: [emptyLabel(), { ...emptyLabel(), name: " billing ", description: "  " }],
      examples: [emptyExample()],
    };
    const spec = specOf("classify", draft);
    expect(spec.labels).toEqual([{ name: "billing", description: "" }]);
    expect(spec.examples).toEqual([]);
  });

  it("sends a row with a description alone, so that the core can say that its name is missing", () => {
    const draft = {
      ...emptyDraft("extract"),
      fields: [{ ...emptyField(), description: "the total" }],
    };
    expect(specOf("extract", draft).fields).toHaveLength(1);
  });

  it("says where JSON does not parse instead of sending half a task", () => {
    const draft = {
      ...emptyDraft("extract"),
      useSchema: true,
      schemaText: '{ "type": ',
      examples: [
        { ...emptyExample(), input: "a", output: '{"total": "5"}' },
        { ...emptyExample(), input: "b", output: "{total}" },
      ],
    };
    const result = toSpec("extract", draft);
    expect(result.ok).toBe(false);
    const problems = result.ok ? [] : result.problems;
    expect(problems.map(({ where, index }) => [where, index])).toEqual([
      ["schema", 0],
      ["example", 1],
    ]);
  });

  it("does not ask for labels or fields of another kind of task", () => {
    const draft = { ...fromSpec(TASK), labels: [{ ...emptyLabel(), name: "left over" }] };
    expect(specOf("summarize", draft)).toMatchObject({ labels: [], fields: [], threshold: null });
    expect(specOf("extract", draft).labels).toEqual([]);
  });
});

describe("readSheet", () => {
  it("gives back what was kept", () => {
    const sheet = { draft: fromSpec(TASK), text: "Total 5 EUR", taskId: "t1" };
    expect(readSheet("extract", JSON.parse(JSON.stringify(sheet)))).toEqual(sheet);
  });

  it.each([undefined, null, 7, "x", [], { draft: 4 }, { draft: { labels: [{ name: 3 }] } }])(
    "opens a usable form whatever was stored: %j",
    (stored) => {
      const sheet = readSheet("classify", stored);
      expect(toSpec("classify", sheet.draft).ok).toBe(true);
    },
  );

  it("loses one bad value, not the form around it", () => {
    const draft = { ...fromSpec(TASK), decide: "oracle", threshold: "high" };
    const read = readSheet("extract", { draft, text: 5, taskId: "t1" });
    expect(read.taskId).toBe("t1");
    expect(read.text).toBe("");
    expect(read.draft.decide).toBe("cascade");
    expect(read.draft.threshold).toBeNull();
    expect(read.draft.fields.map(({ name }) => name)).toEqual(["total", "state", "parties"]);
  });
});
