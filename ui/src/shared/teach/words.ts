/** Says in words what learning has done. */
import type {
  AnswerView,
  FieldView,
  JsonValue,
  LearningNote,
  RunRecord,
  TeachingView,
  TeachRefusal,
} from "../../generated";
import { text } from "../../i18n";
import { partsOf, spokenPath } from "../answer/rows";
import { inline } from "../answer/words";
import { duration, integer, percent } from "../format/format";

const words = text.teach;

/** Why a task has learned nothing; empty where there is nothing to say. */
export function refusalWords(refusal: TeachRefusal): string {
  switch (refusal.kind) {
    case "oneLabel":
      return words.refusals.oneLabel(refusal.label);
    case "tooManyLabels":
      return words.refusals.tooManyLabels(integer(refusal.most));
    default:
      return words.refusals[refusal.kind];
  }
}

const quoted = (name: string) => `“${name}”`;

export function noteWords(note: LearningNote): string {
  switch (note.kind) {
    case "contradiction":
      return words.notes.contradiction(note.count);
    case "repeated":
      return words.notes.repeated(note.count);
    case "unfound":
      return words.notes.unfound(note.field, note.count);
    case "standing":
      return words.notes.standing(note.fields.map(quoted).join(", "), note.fields.length);
    case "untaught":
      return words.notes.untaught(note.labels.map(quoted).join(", "));
  }
}

/** "Learned from 12 examples · 400 ms", or why not. */
export function lessonWords({ report, refusal }: TeachingView): string {
  if (refusal) {
    return `${words.kept} ${refusalWords(refusal)}`;
  }
  if (!report || report.examples === 0) {
    return words.kept;
  }
  const learned = words.learned(report.examples, duration(report.seconds * 1000));
  if (report.used) {
    return learned;
  }
  return `${learned}. ${report.moreNeeded === null ? words.notYet : words.moreNeeded(report.moreNeeded)}`;
}

/** Which fields are answered and not learned. */
export function standingWords({ report, refusal }: TeachingView): string[] {
  const notes = refusal ? [] : (report?.notes ?? []);
  return notes.filter(({ kind }) => kind === "standing").map(noteWords);
}

/** What a correction did to the measured worth. */
export function gainWords({ report }: TeachingView, before: number | null): string | null {
  if (!report?.used) {
    return null;
  }
  const gain = words.gain(percent(report.before), percent(report.after));
  return before === null || before === report.after
    ? gain
    : `${gain} ${words.change(percent(before), percent(report.after))}`;
}

/** What is different between two answers to one document. */
export function changeWords(before: RunRecord, now: RunRecord): string[] {
  const [old, fresh] = [before.outcome?.answer, now.outcome?.answer];
  if (old?.kind === "classify" && fresh?.kind === "classify") {
    return labelChange(old, fresh);
  }
  if (old?.kind === "extract" && fresh?.kind === "extract") {
    return valueChange(old.fields, fresh.fields);
  }
  return [];
}

/** Values that are others now; of a table with more or fewer rows only how many there are. */
function valueChange(old: FieldView[], fresh: FieldView[]): string[] {
  const rowsOf = (fields: FieldView[]) =>
    new Map(
      partsOf(fields).flatMap((part) =>
        part.kind === "rows" ? [[part.list, part.rows.length] as const] : [],
      ),
    );
  const [before, after] = [rowsOf(old), rowsOf(fresh)];
  const resized = [...new Set([...before.keys(), ...after.keys()])].filter(
    (list) => (before.get(list) ?? 0) !== (after.get(list) ?? 0),
  );
  const said = (value: JsonValue | undefined) =>
    value === null || value === undefined ? words.nothing : `“${inline(value)}”`;
  const [was, is] = [old, fresh].map(
    (fields) => new Map(fields.map(({ path, value }) => [path, value])),
  );
  const paths = [...new Set([...old, ...fresh].map(({ path }) => path))];
  const single = paths.filter((path) => !resized.some((list) => path.startsWith(`${list}.`)));
  return [
    ...resized.map((list) => words.rowsWere(list, before.get(list) ?? 0, after.get(list) ?? 0)),
    ...single.flatMap((path) => {
      const [then, now] = [said(was?.get(path)), said(is?.get(path))];
      return then === now ? [] : [words.fieldWas(spokenPath(path), then, now)];
    }),
  ];
}

type Classified = Extract<AnswerView, { kind: "classify" }>;

function labelChange(old: Classified, now: Classified): string[] {
  const named = (label: string | null) => (label === null ? words.noneOfThese : `“${label}”`);
  const lines: string[] = [];
  if (old.labels !== null && now.labels !== null) {
    return labelsChange(old.labels, now.labels);
  }
  if (old.label !== now.label) {
    const sure = old.confidence === null ? null : text.answer.sure(percent(old.confidence));
    lines.push(words.was(named(old.label), sure));
  }
  const [best] = now.scores;
  if (best && now.decidedBy.sources.includes("person")) {
    lines.push(words.byItself(named(best.label), text.answer.sure(percent(best.probability))));
  }
  return lines;
}

function labelsChange(old: string[], now: string[]): string[] {
  const named = (labels: string[]) =>
    labels.length === 0 ? words.noneOfThese : labels.map((label) => `“${label}”`).join(", ");
  const same = old.length === now.length && old.every((label) => now.includes(label));
  return same ? [] : [words.was(named(old), null)];
}
