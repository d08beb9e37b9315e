// Generated from src-tauri/crates/app/src/wire: do not edit.
import type { TextSpan } from "./document";
import type { JsonValue } from "./json";

/**
 * The answer.
 */
export type AnswerView = { "kind": "classify", 
/**
 * The label, or the most probable one of several; none when all are below the threshold.
 */
label: string | null, 
/**
 * All labels that apply, the most probable first, where several may; else none.
 */
labels: Array<string> | null, 
/**
 * Probability that the answer is right; none where the model gives none.
 */
confidence: number | null, 
/**
 * Every label, the most probable first; empty where there are no probabilities.
 */
scores: Array<LabelScoreView>, 
/**
 * Who decided.
 */
decidedBy: DeciderView, 
/**
 * What each source thought: its probability of each label.
 */
evidence: Array<EvidenceView>, } | { "kind": "extract", 
/**
 * The whole as JSON.
 */
value: JsonValue, 
/**
 * Leaf by leaf, in the task's order.
 */
fields: Array<FieldView>, } | { "kind": "summarize", 
/**
 * The text.
 */
text: string, 
/**
 * Sentence by sentence.
 */
sentences: Array<SentenceView>, 
/**
 * "selection" or "model".
 */
writtenBy: WrittenBy, } | { "kind": "generate", 
/**
 * The text.
 */
text: string, 
/**
 * Whether it was cut at the limit.
 */
cut: boolean, 
/**
 * Geometric mean of the token probabilities; none where the model gives none.
 */
confidence: number | null, };

/**
 * A span that might have been the answer.
 */
export type CandidateView = { 
/**
 * Its text.
 */
text: string, 
/**
 * Where.
 */
span: TextSpan, 
/**
 * "page 1, line 4".
 */
place: string | null, 
/**
 * Probability that it is right; none where nothing measured it.
 */
probability: number | null, };

/**
 * How much was read.
 */
export type CoverageView = { 
/**
 * Tokens of the document.
 */
tokens: number, 
/**
 * Tokens read.
 */
read: number, 
/**
 * Pieces that it was read in.
 */
chunks: number, };

/**
 * Who decided.
 */
export type DeciderView = { 
/**
 * The weightiest first.
 */
sources: Array<SourceName>, 
/**
 * Best probability minus second best; where several labels may apply, how far the most doubtful
 * one is from its threshold.
 */
margin: number, };

/**
 * A reason to look twice.
 */
export type DoubtView = { "kind": "closeCall" } | { "kind": "fieldMissing", 
/**
 * Which.
 */
field: string, } | { "kind": "conflict", 
/**
 * The field; its alternatives are the other values.
 */
field: string, } | { "kind": "notTranslated", 
/**
 * The language that was asked for.
 */
language: string, } | { "kind": "unverified", 
/**
 * Which field.
 */
field: string, } | { "kind": "invented", 
/**
 * The text in question.
 */
text: string, } | { "kind": "cutAtLimit", 
/**
 * Tokens.
 */
limit: number, } | { "kind": "noProbabilities" } | { "kind": "foreignLanguage", 
/**
 * Its English name.
 */
language: string, } | { "kind": "sourceMissing", 
/**
 * Which.
 */
source: SourceName, };

/**
 * What one source thought.
 */
export type EvidenceView = { 
/**
 * Which.
 */
source: SourceName, 
/**
 * By label.
 */
probabilities: { [key in string]: number }, };

/**
 * A value and where it stands.
 */
export type FieldView = { 
/**
 * Its path: `total`, `parties.0.name`.
 */
path: string, 
/**
 * As it stands; null: not found.
 */
value: JsonValue, 
/**
 * In the standard form of its type.
 */
normalized: JsonValue | null, 
/**
 * Probability that it is right; none where nothing measured it.
 */
confidence: number | null, 
/**
 * Where it stands.
 */
span: TextSpan | null, 
/**
 * "page 1, line 4".
 */
place: string | null, 
/**
 * Whether it stands in the document.
 */
verified: boolean, 
/**
 * Who decided.
 */
decidedBy: DeciderView, 
/**
 * The next best.
 */
alternatives: Array<CandidateView>, };

/**
 * A label and its probability.
 */
export type LabelScoreView = { 
/**
 * The label.
 */
label: string, 
/**
 * Its probability.
 */
probability: number, };

/**
 * A finished piece of work.
 */
export type OutcomeView = { 
/**
 * What was answered.
 */
answer: AnswerView, 
/**
 * How much was read.
 */
coverage: CoverageView, 
/**
 * Reasons to look twice.
 */
doubts: Array<DoubtView>, 
/**
 * Tokens.
 */
usage: UsageView, 
/**
 * Milliseconds.
 */
timings: TimingsView, 
/**
 * Hash of the language model, if one took part.
 */
model: string | null, 
/**
 * Its name.
 */
modelName: string | null, 
/**
 * The larger language model that was asked because the others were unsure, if one was.
 */
fallback: string | null, 
/**
 * Its name.
 */
fallbackName: string | null, 
/**
 * Hash of the embedder, if one took part.
 */
embedder: string | null, 
/**
 * Its name.
 */
embedderName: string | null, 
/**
 * The host that the document's text went to; none: it stayed on this computer.
 */
ranOn: string | null, 
/**
 * Content hash of the task.
 */
task: string, };

/**
 * A sentence of a summary.
 */
export type SentenceView = { 
/**
 * The sentence.
 */
text: string, 
/**
 * What it rests on.
 */
spans: Array<TextSpan>, 
/**
 * Whether its numbers, dates and names stand in the document.
 */
verified: boolean, };

/**
 * A source of evidence.
 */
export type SourceName = "embedder" | "model" | "larger" | "head" | "shape" | "person";

/**
 * Milliseconds spent.
 */
export type TimingsView = { 
/**
 * Waiting.
 */
queueMs: number, 
/**
 * Reading the prompt.
 */
prefillMs: number, 
/**
 * Writing or scoring.
 */
decodeMs: number, 
/**
 * From the request to the answer, by the clock.
 */
totalMs: number, };

/**
 * Tokens spent.
 */
export type UsageView = { 
/**
 * Of the prompt.
 */
prompt: number, 
/**
 * Reused.
 */
cached: number, 
/**
 * Written.
 */
generated: number, 
/**
 * Forced by the contract.
 */
forced: number, 
/**
 * Drafted from the document and confirmed.
 */
drafted: number, 
/**
 * Forward passes.
 */
steps: number, };

/**
 * Who wrote a summary.
 */
export type WrittenBy = "selection" | "model";
