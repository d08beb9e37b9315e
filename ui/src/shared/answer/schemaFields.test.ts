import { expect, test } from "vitest";
import type { TaskSpec } from "../../generated";
import { emptyDraft } from "../draft/draft";
import { toSpec } from "../draft/toSpec";
import { askedAt, rowsAsked, simpleLists } from "./correcting";

function under(schema: object): TaskSpec {
  const draft = {
    ...emptyDraft("extract"),
    useSchema: true,
    schemaText: JSON.stringify(schema),
  };
  const made = toSpec("extract", draft);
  if (!made.ok) {
    throw new Error("the schema is no JSON");
  }
  return made.spec;
}

const ORDER = under({
  type: "object",
  properties: {
    total: { type: ["number", "null"], description: "what is to be paid" },
    state: { enum: ["open", "paid"] },
    signed: { type: "boolean" },
    codes: { type: "array", items: { type: "string" } },
    buyer: {
      properties: {
        name: { type: "string" },
        lines: {
          type: "array",
          items: {
            type: "object",
            properties: { item: { type: "string" }, amount: { type: "number" } },
          },
        },
      },
    },
    notes: { type: "array", items: { type: "array", items: { type: "string" } } },
    other: { anyOf: [{ type: "string" }, { type: "number" }] },
    either: { type: ["string", "number"] },
  },
});

test("a schema says what can be corrected, like fields do", () => {
  expect(simpleLists(ORDER)).toEqual(["codes", "notes"]);
  const [lines] = rowsAsked(ORDER);
  expect([lines?.list, lines?.columns.map(({ name, kind }) => [name, kind])]).toEqual([
    "buyer.lines",
    [
      ["item", "text"],
      ["amount", "number"],
    ],
  ]);
  expect(askedAt(ORDER, "state").field?.values).toEqual(["open", "paid"]);
  expect(askedAt(ORDER, "signed").field?.kind).toBe("boolean");
  expect(askedAt(ORDER, "total").field?.description).toBe("what is to be paid");
  expect(askedAt(ORDER, "codes.1").list).toBe("codes");
});

test("what is no simple part of a schema is left alone", () => {
  expect(askedAt(ORDER, "other").field).toBeNull();
  expect(askedAt(ORDER, "either").field).toBeNull();
  for (const schema of [{}, { properties: 3 }, { properties: { a: null } }]) {
    expect(rowsAsked(under(schema))).toEqual([]);
  }
});
