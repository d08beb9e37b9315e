/** Teaching as the stand-in answers it: examples are kept, worth is made up. */
import type {
  CellValue,
  Correction,
  CorrectionRequest,
  FieldView,
  FieldWord,
  JsonValue,
  LearningReport,
  OutcomeView,
  TaughtExample,
  TeachingView,
  TextSpan,
} from "../generated";
import type { Answer } from "../host/standin";

const REPORT: LearningReport = {
  examples: 0,
  before: 0.58,
  after: 0.83,
  curve: [
    { examples: 0, score: 0.58 },
    { examples: 3, score: 0.62 },
    { examples: 6, score: 0.75 },
    { examples: 12, score: 0.83 },
  ],
  seconds: 0.42,
  used: true,
  moreNeeded: null,
  notes: [{ kind: "untaught", labels: ["other"] }],
};

interface Kept {
  examples: TaughtExample[];
  dropped: TaughtExample[];
}

function said(correction: Correction, text: string): JsonValue {
  if (correction.kind === "label") {
    return correction.label;
  }
  if (correction.kind === "labels") {
    return correction.labels;
  }
  return Object.fromEntries(
    correction.fields.map(({ path, value }) => [path, wordValue(value, text)]),
  );
}

function wordValue(word: FieldWord, text: string): JsonValue {
  const cut = ({ start, end }: TextSpan) => text.slice(start, end);
  switch (word.kind) {
    case "absent":
      return null;
    case "choice":
      return word.value;
    case "here":
      return cut(word.span);
    case "rows":
      return word.spans.map(cut);
    case "table":
      return word.rows.map((row) =>
        Object.fromEntries(row.map(({ column, value }) => [column, cellValue(value, cut)])),
      );
  }
}

function cellValue(value: CellValue, cut: (span: TextSpan) => string): JsonValue {
  switch (value.kind) {
    case "empty":
      return null;
    case "here":
      return cut(value.span);
    case "kept":
      return value.value;
  }
}

function viewOf({ examples }: Kept): TeachingView {
  const [first] = examples;
  return {
    total: examples.length,
    examples,
    replaced: null,
    report: examples.length > 1 ? { ...REPORT, examples: examples.length } : null,
    refusal:
      examples.length === 0
        ? { kind: "noExamples" }
        : examples.length === 1 && typeof first?.answer === "string"
          ? { kind: "oneLabel", label: first.answer }
          : null,
    head:
      examples.length > 1
        ? {
            version: 1,
            examplesHash: "5f3a9c2e".repeat(8),
            examples: examples.length,
            embedder: null,
          }
        : null,
  };
}

/** What the person said of a text stands in its outcome. */
function asTold(outcome: OutcomeView, text: string, kept: Kept): OutcomeView {
  const told = kept.examples.find((example) => example.text === text.trim())?.answer;
  const { answer } = outcome;
  const decidedBy = { sources: ["person" as const], margin: 1 };
  if (told === undefined) {
    return outcome;
  }
  if (answer.kind === "classify") {
    const several = answer.labels !== null && Array.isArray(told);
    const labels = several ? told.filter((each) => typeof each === "string") : null;
    const label = labels ? (labels[0] ?? null) : typeof told === "string" ? told : null;
    return { ...outcome, answer: { ...answer, label, labels, confidence: 1, decidedBy } };
  }
  if (answer.kind === "extract" && typeof told === "object" && told !== null) {
    const fields = answer.fields.flatMap((field) => {
      const [list = "", index] = field.path.split(".");
      const value: JsonValue | undefined = Reflect.get(told, list);
      return value === undefined
        ? [field]
        : index === undefined
          ? [{ ...field, value, confidence: 1, decidedBy }]
          : [];
    });
    for (const [list, rows] of Object.entries(told)) {
      fields.push(...(Array.isArray(rows) ? toldCells(list, rows, text) : []));
    }
    return { ...outcome, answer: { ...answer, fields } };
  }
  return outcome;
}

function toldCells(list: string, rows: JsonValue[], text: string): FieldView[] {
  return rows.flatMap((row, index) =>
    Object.entries(typeof row === "object" && row !== null ? row : {}).map(([column, value]) => {
      const start = typeof value === "string" ? text.indexOf(value) : -1;
      const span = start < 0 ? null : { start, end: start + String(value).length };
      return {
        path: `${list}.${index}.${column}`,
        value,
        normalized: null,
        confidence: 1,
        span,
        place: null,
        verified: span !== null,
        decidedBy: { sources: ["person" as const], margin: 1 },
        alternatives: [],
      };
    }),
  );
}

/** The commands of teaching; `textOf` gives the text that a correction is about. */
export function teachingAnswers(textOf: (request: CorrectionRequest) => string) {
  const kept: Kept = { examples: [], dropped: [] };
  const answers: Record<string, Answer> = {
    get_teaching: () => viewOf(kept),
    learn_task: () => viewOf(kept),
    correct_answer: (args) => {
      const request: CorrectionRequest = Object.getOwnPropertyDescriptor(args, "request")?.value;
      const text = textOf(request).trim();
      kept.examples = [
        {
          id: crypto.randomUUID(),
          document: null,
          text,
          answer: said(request.correction, textOf(request)),
          createdAt: new Date().toISOString(),
        },
        ...kept.examples.filter((example) => example.text !== text),
      ];
      return viewOf(kept);
    },
    drop_example: ({ id }) => {
      kept.dropped.push(...kept.examples.filter((example) => example.id === id));
      kept.examples = kept.examples.filter((example) => example.id !== id);
      return null;
    },
    restore_example: ({ id }) => {
      kept.examples = [...kept.dropped.filter((example) => example.id === id), ...kept.examples];
      return null;
    },
    suggest_document: ({ documents }) => (Array.isArray(documents) ? documents.at(-1) : null),
    export_teaching: () => null,
  };
  return { answers, asTold: (outcome: OutcomeView, text: string) => asTold(outcome, text, kept) };
}
