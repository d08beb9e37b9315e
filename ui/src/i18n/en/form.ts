import type { Decide, FieldType, LengthUnit, Strategy } from "../../generated";

const fieldTypes: Record<FieldType, string> = {
  text: "Text",
  date: "Date",
  amount: "Amount",
  number: "Number",
  name: "Person",
  organization: "Organization",
  address: "Address",
  duration: "Duration",
  email: "E-mail",
  phone: "Phone",
  url: "Web address",
  identifier: "Identifier",
  boolean: "Yes or no",
  enum: "One of…",
  list: "List",
  object: "Group",
};

const decide: Record<Decide, string> = {
  cascade: "Quick where safe, thorough elsewhere",
  best: "All sources, every time",
  embedder: "Similarity of meaning alone",
  model: "Language model alone",
};

const decideWhy: Record<Decide, string> = {
  cascade: "Similarity of meaning decides the clear cases; the language model looks at the rest.",
  best: "Similarity and language model are weighed together. Slower, and the surest.",
  embedder: "The fastest. Works best when labels are described well.",
  model: "The language model scores every label, without a second opinion.",
};

const lengthUnits: Record<LengthUnit, string> = {
  sentences: "sentences",
  bullets: "bullet points",
  words: "words",
};

const strategies: Record<Strategy, string> = {
  mapReduce: "Each part by itself, then all together",
  refine: "One part after the other, refining",
};

const strategiesWhy: Record<Strategy, string> = {
  mapReduce: "Gives every part the same weight.",
  refine: "Keeps the thread of a story or a discussion; the last parts weigh most.",
};

export const form = {
  task: "Task",
  labels: {
    title: "Labels",
    hint: "A description makes a label far easier to recognise.",
    name: (n: number) => `Label ${n}`,
    description: (n: number) => `What belongs to label ${n}`,
    namePlaceholder: ["billing", "technical", "other"],
    descriptionPlaceholder: [
      "payment, charges, invoices",
      "bugs, errors, crashes",
      "anything else",
    ],
    add: "Add label",
    multi: "Several labels may apply",
    multiWhy: "Each label is judged by itself; a document may have all of them, or none.",
    rest: "“other” without a subject of its own stands for what fits none of the rest.",
  },
  fields: {
    title: "Fields",
    hint: "Values are taken from the document word for word, and shown where they stand.",
    name: (n: number) => `Field ${n}`,
    type: (n: number) => `Type of field ${n}`,
    description: (n: number) => `What field ${n} is`,
    namePlaceholder: ["invoice_number", "invoice_date", "total"],
    descriptionPlaceholder: [
      "the number of the invoice",
      "when it was issued",
      "the amount to pay, with currency",
    ],
    descriptionMore: "what it is, in a few words",
    add: "Add field",
    addInside: (name: string) => `Add field inside ${name}`,
    required: "Must be found",
    free: "May be reworded",
    freeWhy: "The model may write a value that does not stand in the document. It is flagged.",
    values: "Allowed values, one a line",
    more: (n: number) => `More about field ${n}`,
    asFields: "Fields",
    asSchema: "JSON Schema",
    how: "How the answer is described",
    schema: "JSON Schema",
    schemaHint: "The answer always fits this schema.",
  },
  fieldTypes,
  rows: {
    up: (what: string) => `Move ${what} up`,
    down: (what: string) => `Move ${what} down`,
    remove: (what: string) => `Remove ${what}`,
    keys: "Alt+↑ and Alt+↓ move a row, Enter adds one.",
  },
  length: {
    title: "Length",
    count: "How many",
    unit: "Of what",
    units: lengthUnits,
  },
  focus: {
    title: "Dwell on",
    placeholder: "optional: costs, deadlines, who decides…",
  },
  answerIn: {
    title: "Answer in",
    placeholder: "optional: the language of the document",
    languages: [
      "Arabic",
      "Chinese",
      "Dutch",
      "English",
      "French",
      "German",
      "Hindi",
      "Italian",
      "Japanese",
      "Korean",
      "Polish",
      "Portuguese",
      "Russian",
      "Spanish",
      "Swedish",
      "Turkish",
      "Ukrainian",
    ],
  },
  strategy: {
    title: "A document that does not fit at once",
    options: strategies,
    why: strategiesWhy,
  },
  instructions: {
    title: "Instructions",
    placeholder: "optional: anything to bear in mind",
  },
  examples: {
    title: "Examples",
    hint: "A few solved cases show a small model what you mean. They are read with every document.",
    none: "None yet",
    count: (n: number) => (n === 1 ? "1 example" : `${n} examples`),
    input: (n: number) => `Text of example ${n}`,
    output: (n: number) => `Answer to example ${n}`,
    outputJson: (n: number) => `Answer to example ${n}, as JSON`,
    inputPlaceholder: "A document…",
    outputPlaceholder: "…and its right answer",
    outputPlaceholderMulti: "…and its labels, one a line; none: leave it empty",
    add: "Add example",
    bad: (n: number, why: string) => `The answer to example ${n} is not JSON: ${why}`,
  },
  advanced: {
    title: "Advanced",
    decide: "Decide by",
    decideOptions: decide,
    decideWhy,
    fallback: "Ask when unsure",
    fallbackNone: "Nobody else",
    fallbackWhy:
      "A larger model that looks only at documents of which similarity and the language model are unsure.",
    fallbackSends: (host: string) => `The text of such documents goes to ${host}.`,
    threshold: "Leave open below",
    thresholdMulti: "A label applies from",
    thresholdMultiWhy:
      "Labels of at least this probability are answered. At the far left: half, or as taught.",
    thresholdWhy:
      "Under this probability the answer is left open instead of guessed. At the far left: never.",
    calibrate: "Calibrate label scores",
    calibrateWhy:
      "Evens out the words that the model likes anyway. Leave it on unless you compare.",
    maxTokens: "At most this many tokens written",
    maxTokensWhy: "Empty: as many as the task needs.",
  },
  saved: {
    button: "Tasks",
    current: (name: string) => `Task: ${name}`,
    save: "Save",
    saveAs: "Save task as…",
    saveName: "Name of the task",
    saveHint: "Labels, fields, examples and settings are kept; the document is not.",
    saved: (name: string) => `“${name}” is saved.`,
    open: "Open",
    none: "No task of this kind is saved yet.",
    clear: "Start afresh",
    remove: (name: string) => `Forget ${name}`,
    cancel: "Cancel",
  },
  schemaError: (why: string) => `This is not JSON yet: ${why}`,
};
