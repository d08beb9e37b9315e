/** Says in words what an outcome says in data. */
import type { CoverageView, DeciderView, DoubtView, JsonValue } from "../../generated";
import { text } from "../../i18n";
import { integer, percent } from "../format/format";

const words = text.answer;

/**
 * "Decided by similarity of meaning and the language model. The best answer leads by 12 points of
 * 100."; where several labels may apply, how far the most doubtful one is from its threshold.
 */
export function decidedBy({ sources, margin }: DeciderView, told = true, several = false): string {
  const names = sources.map((source) => words.sourcesInside[source]);
  const last = names.at(-1) ?? "";
  const who = names.length > 1 ? `${names.slice(0, -1).join(", ")} ${words.and} ${last}` : last;
  if (!told || sources.includes("person")) {
    return words.decidedBy(who);
  }
  const points = Math.min(99, Math.round(margin * 100));
  const lead = several ? words.nearest(points) : words.margin(points);
  return who === "" ? lead : `${words.decidedBy(who)} ${lead}`;
}

/** "93 % sure", or that nobody measured it. */
export function sureness(confidence: number | null): string {
  return confidence === null ? words.notMeasured : words.sure(percent(confidence));
}

/** A reason to look twice. */
export function doubt(reason: DoubtView): string {
  switch (reason.kind) {
    case "closeCall":
      return words.doubts.closeCall;
    case "fieldMissing":
      return words.doubts.fieldMissing(reason.field);
    case "conflict":
      return words.doubts.conflict(reason.field);
    case "notTranslated":
      return words.doubts.notTranslated(reason.language);
    case "unverified":
      return words.doubts.unverified(reason.field);
    case "invented":
      return words.doubts.invented(reason.text);
    case "cutAtLimit":
      return words.doubts.cutAtLimit(reason.limit);
    case "noProbabilities":
      return words.doubts.noProbabilities;
    case "foreignLanguage":
      return words.doubts.foreignLanguage(reason.language);
    case "sourceMissing":
      return words.doubts.sourceMissing(words.sources[reason.source]);
  }
}

/** "Read whole: 412 tokens", or how much of how many. */
export function coverage({ tokens, read, chunks }: CoverageView): string {
  const how =
    read >= tokens
      ? words.coverage.whole(integer(tokens))
      : words.coverage.part(integer(read), integer(tokens));
  return chunks > 1 ? `${how}, ${words.coverage.chunks(chunks)}` : how;
}

/** A JSON value in a table cell: text as it is, `{amount, currency}` as its parts, the rest as JSON. */
export function inline(value: JsonValue): string {
  if (typeof value === "string") {
    return value;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const parts = Object.values(value).filter((part) => part !== null);
    if (parts.every((part) => typeof part === "string" || typeof part === "number")) {
      return parts.join(" ");
    }
  }
  return JSON.stringify(value);
}
