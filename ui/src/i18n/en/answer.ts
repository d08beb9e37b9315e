import type { SourceName, WrittenBy } from "../../generated";

const sources: Record<SourceName, string> = {
  embedder: "Similarity of meaning",
  model: "Language model",
  larger: "Larger model",
  head: "Your corrections",
  shape: "Shape and place",
  person: "You",
};

const sourcesInside: Record<SourceName, string> = {
  embedder: "similarity of meaning",
  model: "the language model",
  larger: "the larger model, because the others were unsure",
  head: "your corrections",
  shape: "the shape and place of the text",
  person: "you",
};

const writtenBy: Record<WrittenBy, string> = {
  selection: "These are the document’s own sentences, unchanged.",
  model: "Written by the language model. Each sentence is linked to what it rests on.",
};

export const answer = {
  title: "Result",
  sources,
  sourcesInside,
  copy: "Copy",
  copied: "Copied",
  json: "JSON",
  table: "Table",
  view: "How the result is shown",
  sure: (percent: string) => `${percent} sure`,
  /** Where nobody knows how sure: a model that tells no probabilities wrote it. */
  notMeasured: "sureness not measured",
  none: "No label",
  noneApplies: "No label applies",
  sureOfAll: (percent: string) => `${percent} sure of all`,
  noneWhy: "Every label stayed below the threshold, so the answer was left open.",
  scores: "Probability of each label",
  allLabels: (n: number) => `Show all ${n} labels`,
  decidedBy: (who: string) => `Decided by ${who}.`,
  and: "and",
  margin: (points: number) =>
    points === 1
      ? "The best answer leads by 1 point of 100."
      : `The best answer leads by ${points} points of 100.`,
  nearest: (points: number) =>
    points === 1
      ? "The most doubtful label is 1 point of 100 from its threshold."
      : `The most doubtful label is ${points} points of 100 from its threshold.`,
  evidence: "What each source thought",
  evidenceLabel: "Label",
  fields: "Fields and their values",
  rows: (n: number) => (n === 1 ? "1 row" : `${n} rows`),
  leastSure: "Least sure",
  verified: "in the document",
  unverified: "not in the document",
  notFound: "not found",
  normalized: (value: string) => `= ${value}`,
  alternatives: "Other candidates",
  writtenBy,
  sentence: (n: number) => `Sentence ${n}`,
  flagged: "Contains something the document does not say",
  cut: "The text was cut at the token limit.",
  doubts: {
    title: "Look twice",
    closeCall: "The two best answers are close.",
    fieldMissing: (field: string) => `“${field}” was not found, although it must be.`,
    conflict: (field: string) =>
      `Parts of the document give different values for “${field}”: compare the candidates.`,
    notTranslated: (language: string) =>
      `These are the document’s own sentences, so they are not in ${language}.`,
    unverified: (field: string) => `The value of “${field}” does not stand in the document.`,
    invented: (said: string) => `“${said}” does not stand in the document.`,
    cutAtLimit: (limit: number) => `The answer was cut at ${limit} tokens.`,
    noProbabilities: "The endpoint tells no probabilities, so nobody knows how sure the answer is.",
    foreignLanguage: (language: string) =>
      `The document is in ${language}, which the embedding model does not read: similarity of meaning was left out where another source could decide.`,
    sourceMissing: (source: string) => `${source} could not take part.`,
  },
  coverage: {
    whole: (tokens: string) => `Read whole: ${tokens} tokens`,
    part: (read: string, tokens: string) => `Read ${read} of ${tokens} tokens`,
    chunks: (n: number) => `in ${n} pieces`,
  },
  facts: {
    title: "About this run",
    coverage: "Document",
    model: "Language model",
    fallback: "Larger model",
    embedder: "Embedder",
    prompt: "Prompt tokens",
    cached: (n: string) => `${n} reused`,
    generated: "Written tokens",
    forced: (n: string) => `${n} forced by the format`,
    drafted: (n: string) => `${n} taken from the document`,
    firstToken: "Time to first token",
    rate: "Writing speed",
    readRate: "Reading speed",
    perSecond: (n: string) => `${n} tokens/s`,
    total: "Time in all",
    steps: "Model steps",
  },
  marks: {
    star: "More like this; the task learns from it",
    starLabel: (sentence: string) => `Star: ${sentence}`,
    strike: "Not like this; the task learns from it",
    strikeLabel: (sentence: string) => `Strike out: ${sentence}`,
  },
};
