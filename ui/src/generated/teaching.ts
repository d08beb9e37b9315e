// Generated from src-tauri/crates/app/src/wire: do not edit.
import type { TextSpan } from "./document";
import type { JsonValue } from "./json";
import type { RunInput } from "./run";
import type { TaskSpec } from "./task";

/**
 * The value of a cell.
 */
export type CellValue = { "kind": "empty" } | { "kind": "here", 
/**
 * Where in the document's text.
 */
span: TextSpan, } | { "kind": "kept", 
/**
 * The value.
 */
value: JsonValue, 
/**
 * Where it stands, if it does.
 */
span: TextSpan | null, };

/**
 * What a person says of a cell of a row.
 */
export type CellWord = { 
/**
 * The name of its column.
 */
column: string, 
/**
 * Its value.
 */
value: CellValue, };

/**
 * A right answer.
 */
export type Correction = { "kind": "label", 
/**
 * The label; none: none of these.
 */
label: string | null, } | { "kind": "labels", 
/**
 * All that do; empty: none of these.
 */
labels: Array<string>, } | { "kind": "fields", 
/**
 * The fields.
 */
fields: Array<FieldCorrection>, };

/**
 * A person's word on a document.
 */
export type CorrectionRequest = { 
/**
 * The caller's name for the learning that follows, for `cancel`.
 */
operation: string, 
/**
 * What was asked.
 */
task: TaskSpec, 
/**
 * Of what.
 */
input: RunInput, 
/**
 * The right answer.
 */
correction: Correction, };

/**
 * The right value of a field.
 */
export type FieldCorrection = { 
/**
 * Its path; of a list without the number of a row.
 */
path: string, 
/**
 * Its value.
 */
value: FieldWord, };

/**
 * What a person says of a field.
 */
export type FieldWord = { "kind": "absent" } | { "kind": "here", 
/**
 * Where in the document's text.
 */
span: TextSpan, } | { "kind": "rows", 
/**
 * Where in the document's text, row by row.
 */
spans: Array<TextSpan>, } | { "kind": "table", 
/**
 * All of them, cell by cell in the order of the columns.
 */
rows: Array<Array<CellWord>>, } | { "kind": "choice", 
/**
 * The value.
 */
value: JsonValue, };

/**
 * What a task has learnt, as a version.
 */
export type HeadView = { 
/**
 * How it is written.
 */
version: number, 
/**
 * Hash of the examples that it can be made of again.
 */
examplesHash: string, 
/**
 * How many they are.
 */
examples: number, 
/**
 * Hash of the embedder that it was made for.
 */
embedder: string | null, };

/**
 * A remark on the examples.
 */
export type LearningNote = { "kind": "contradiction", 
/**
 * How many answers.
 */
count: number, } | { "kind": "repeated", 
/**
 * How many.
 */
count: number, } | { "kind": "unfound", 
/**
 * The field.
 */
field: string, 
/**
 * In how many examples.
 */
count: number, } | { "kind": "standing", 
/**
 * The fields.
 */
fields: Array<string>, } | { "kind": "untaught", 
/**
 * The labels.
 */
labels: Array<string>, };

/**
 * A point of the learning curve.
 */
export type LearningPoint = { 
/**
 * Examples that taught.
 */
examples: number, 
/**
 * Share of right answers on examples that did not teach.
 */
score: number, };

/**
 * What learning was worth, on the person's own examples.
 */
export type LearningReport = { 
/**
 * Examples that taught.
 */
examples: number, 
/**
 * Share of right answers without them, 0 to 1.
 */
before: number, 
/**
 * The same with them; each example is judged by what the others taught.
 */
after: number, 
/**
 * The share by number of examples.
 */
curve: Array<LearningPoint>, 
/**
 * Seconds of reading and learning.
 */
seconds: number, 
/**
 * Whether later runs use it.
 */
used: boolean, 
/**
 * If not: about how many more examples are likely needed.
 */
moreNeeded: number | null, 
/**
 * Remarks on the examples.
 */
notes: Array<LearningNote>, };

/**
 * A document with the person's answer.
 */
export type TaughtExample = { 
/**
 * Its key.
 */
id: string, 
/**
 * What the document is called, where that is known.
 */
document: string | null, 
/**
 * The beginning of its text.
 */
text: string, 
/**
 * The answer: a label, null for none of them, a list of labels where several may apply, or
 * values of fields.
 */
answer: JsonValue, 
/**
 * RFC 3339.
 */
createdAt: string, };

/**
 * Why a task has learnt nothing.
 */
export type TeachRefusal = { "kind": "noExamples" } | { "kind": "oneLabel", 
/**
 * The label.
 */
label: string, } | { "kind": "tooManyLabels", 
/**
 * How many can be.
 */
most: number, } | { "kind": "noEmbedder" } | { "kind": "modelDecides" } | { "kind": "otherKind" };

/**
 * What a task was taught by, and what it has learnt.
 */
export type TeachingView = { 
/**
 * Examples in all.
 */
total: number, 
/**
 * The latest of them, the last first.
 */
examples: Array<TaughtExample>, 
/**
 * After a correction: the example that it replaced, which can be put back.
 */
replaced: string | null, 
/**
 * What was measured when it learnt last; none before, and where it cannot learn.
 */
report: LearningReport | null, 
/**
 * Why it has learnt nothing from these examples.
 */
refusal: TeachRefusal | null, 
/**
 * What it has learnt, where that helps and is used.
 */
head: HeadView | null, };
