/** Sentences that a person starred or struck out, kept as an example of the task. */
import type { JsonValue } from "../../generated";
import { type ExampleRow, newKey } from "./draft";
import { parseJson } from "./json";

export type Mark = "starred" | "struck";

type Marks = Record<Mark, string[]>;

function sentencesOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function read(output: string): Marks | null {
  const parsed = parseJson(output);
  if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) {
    return null;
  }
  if (Array.isArray(parsed.value)) {
    return null;
  }
  const { starred, struck } = parsed.value;
  return { starred: sentencesOf(starred), struck: sentencesOf(struck) };
}

/** An example's answer as the core takes it: marks where it holds marks, else its text. */
export function markedOutput(output: string): JsonValue {
  return read(output) ?? output;
}

/** How a sentence of this document is marked. */
export function markOf(rows: ExampleRow[], input: string, sentence: string): Mark | null {
  const row = rows.find((one) => one.input === input && read(one.output) !== null);
  const marks = row && read(row.output);
  if (marks?.starred.includes(sentence)) {
    return "starred";
  }
  return marks?.struck.includes(sentence) ? "struck" : null;
}

/** The examples with a sentence marked, or with its mark taken off. */
export function withMark(
  rows: ExampleRow[],
  input: string,
  sentence: string,
  mark: Mark | null,
): ExampleRow[] {
  const row = rows.find((one) => one.input === input && read(one.output) !== null);
  const before: Marks = (row && read(row.output)) ?? { starred: [], struck: [] };
  const others = (kind: Mark) => before[kind].filter((one) => one !== sentence);
  const after: Marks = { starred: others("starred"), struck: others("struck") };
  if (mark) {
    after[mark].push(sentence);
  }
  const rest = rows.filter((one) => one !== row && (one.input !== "" || one.output !== ""));
  if (after.starred.length + after.struck.length === 0) {
    return rest;
  }
  return [...rest, { key: row?.key ?? newKey(), input, output: JSON.stringify(after, null, 2) }];
}

/** A document whose sentences are marked. */
export interface MarkedRow {
  key: string;
  input: string;
  starred: number;
  struck: number;
}

/** The examples that hold marks, the latest first. */
export function markedRows(rows: ExampleRow[]): MarkedRow[] {
  return rows.toReversed().flatMap(({ key, input, output }) => {
    const marks = read(output);
    return marks
      ? [{ key, input, starred: marks.starred.length, struck: marks.struck.length }]
      : [];
  });
}
