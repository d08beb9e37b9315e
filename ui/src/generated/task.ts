// Generated from src-tauri/crates/app/src/wire: do not edit.
import type { JsonValue } from "./json";

/**
 * Which sources of evidence decide.
 */
export type Decide = "embedder" | "model" | "cascade" | "best";

/**
 * A document with its right answer.
 */
export type ExampleSpec = { 
/**
 * The text.
 */
input: string, 
/**
 * Its answer.
 */
output: JsonValue, };

/**
 * A field.
 */
export type FieldSpec = { 
/**
 * Its name in the result.
 */
name: string, 
/**
 * Its type.
 */
kind: FieldType, 
/**
 * What it is.
 */
description: string, 
/**
 * Whether it must be found.
 */
required: boolean, 
/**
 * Whether the model may write what does not stand in the document.
 */
free: boolean, 
/**
 * The values of an enum.
 */
values: Array<string>, 
/**
 * What a list holds (one), or an object (several).
 */
fields: Array<FieldSpec>, };

/**
 * The type of a field.
 */
export type FieldType = "text" | "date" | "amount" | "number" | "name" | "organization" | "address" | "duration" | "email" | "phone" | "url" | "identifier" | "boolean" | "enum" | "list" | "object";

/**
 * A label.
 */
export type LabelSpec = { 
/**
 * Its name.
 */
name: string, 
/**
 * What belongs to it.
 */
description: string, };

/**
 * How long a summary is.
 */
export type LengthSpec = { 
/**
 * The unit.
 */
unit: LengthUnit, 
/**
 * How many.
 */
count: number, };

/**
 * The unit of a summary's length.
 */
export type LengthUnit = "sentences" | "bullets" | "words";

/**
 * A prompt as the model sees it.
 */
export type PromptPreview = { 
/**
 * The whole prompt, control tokens written out; none when no language model takes part.
 */
text: string | null, 
/**
 * Tokens of the prompt.
 */
tokens: number, 
/**
 * Tokens of the document alone.
 */
documentTokens: number, 
/**
 * Tokens that the model's context holds.
 */
context: number, };

/**
 * How a text is sampled.
 */
export type SamplingSpec = { 
/**
 * 0 takes the most probable token always.
 */
temperature: number, 
/**
 * Nucleus; 1 keeps all.
 */
topP: number, 
/**
 * 0 keeps all.
 */
topK: number, 
/**
 * 0 drops none.
 */
minP: number, 
/**
 * 1 does nothing.
 */
repeatPenalty: number, 
/**
 * The same seed gives the same text.
 */
seed: number, };

/**
 * A task kept under a name.
 */
export type SavedTask = { 
/**
 * Stable over versions.
 */
id: string, 
/**
 * Content hash of this version.
 */
hash: string, 
/**
 * The task.
 */
task: TaskSpec, 
/**
 * RFC 3339.
 */
updatedAt: string, };

/**
 * How a document that does not fit a language model is summarized.
 */
export type Strategy = "mapReduce" | "refine";

/**
 * What a task does.
 */
export type TaskKind = "classify" | "extract" | "summarize" | "generate";

/**
 * A task as a form fills it in.
 */
export type TaskSpec = { 
/**
 * Its name; may be empty.
 */
name: string, 
/**
 * What it does.
 */
kind: TaskKind, 
/**
 * Added instructions; the system part of a free prompt.
 */
instructions: string, 
/**
 * Labels of a classification.
 */
labels: Array<LabelSpec>, 
/**
 * Whether several labels may apply to one document, or none.
 */
multi: boolean, 
/**
 * Fields of an extraction, in order.
 */
fields: Array<FieldSpec>, 
/**
 * JSON Schema of an extraction, instead of fields.
 */
schema: JsonValue | null, 
/**
 * Few-shot examples.
 */
examples: Array<ExampleSpec>, 
/**
 * How long a summary is.
 */
length: LengthSpec | null, 
/**
 * What a summary should dwell on.
 */
focus: string, 
/**
 * The language of what is written, in words; empty: that of the document.
 */
answerIn: string, 
/**
 * How a language model summarizes a document that does not fit.
 */
strategy: Strategy, 
/**
 * The model that a classification asks where the others are unsure: an id, a name, a file or
 * `ENDPOINT/MODEL`.
 */
fallback: string | null, 
/**
 * How a text is sampled.
 */
sampling: SamplingSpec, 
/**
 * At most this many written tokens; none: the task's own default.
 */
maxTokens: number | null, 
/**
 * Below this probability the answer is null.
 */
threshold: number | null, 
/**
 * Whether label scores are calibrated.
 */
calibrate: boolean, 
/**
 * Which sources decide.
 */
decide: Decide, };
