export const teach = {
  open: "Teach",
  openCount: (n: number) => `Teach · ${n}`,
  title: "What this task has learned",
  close: "Close",
  lead: {
    classify: "Correct a label in the result, and the task learns from it at once.",
    extract:
      "Correct a value in the result (select the right words in the document, or take one of the other candidates), and the task learns from it at once. Correct the rows of a table in two documents, and it learns how such tables are read.",
    summarize:
      "Star sentences that you would keep and strike out those that you would not; later summaries lean towards what you like.",
    generate: "",
  },
  right: "That is right",
  correct: "Correct…",
  correctField: (field: string) => `Correct ${field}`,
  choose: "The right label",
  chooseAll: "The labels that apply",
  chooseAllHint: "Press their numbers, then Enter; Esc leaves it.",
  take: "These apply",
  chooseSearch: "Search a label",
  chooseHint: "Press its number, or Esc to leave it.",
  noneOfThese: "None of these",
  cancel: "Leave it",
  by: "Your answer",
  use: (value: string) => `Take “${value}” instead`,
  instead: "Take instead",
  select: "Select in the document",
  absent: "Not in this document",
  addRow: "Add a row",
  addRowOf: (field: string) => `Add a row to ${field}`,
  removeRow: (value: string) => `Remove “${value}”`,
  removeRows: "Remove a row",
  removeRowOf: (field: string, n: number) => `Remove row ${n} of ${field}`,
  correctCell: (column: string, n: number) => `Correct ${column} in row ${n}`,
  emptyCell: "Empty it",
  yes: "Yes",
  no: "No",
  selecting: {
    title: (field: string) => `Select the words of “${field}”`,
    hint: "Drag over them, or use the arrow keys; with Shift they select more. Enter takes them, Esc leaves.",
    take: "Take these words",
    cancel: "Leave",
    selected: (words: string) => `Selected: ${words}`,
  },
  learning: "Learning…",
  kept: "Kept.",
  learned: (n: number, time: string) =>
    n === 1 ? `Learned from 1 example · ${time}` : `Learned from ${n} examples · ${time}`,
  gain: (before: string, after: string) =>
    `Right on your own examples: ${before} without them, ${after} with them.`,
  change: (before: string, after: string) => `Before this correction: ${before}, now ${after}.`,
  moreNeeded: (n: number) =>
    n === 1
      ? "About one more example is likely needed before it helps."
      : `About ${n} more examples are likely needed before it helps.`,
  notYet: "It does not help yet, so it is not used.",
  refusals: {
    noExamples: "Nothing to learn from yet.",
    oneLabel: (label: string) =>
      `All examples are “${label}” so far: give at least one of another label.`,
    tooManyLabels: (most: string) =>
      `At most ${most} labels can be taught; your answers are kept, and the labels’ words decide.`,
    noEmbedder: "Learning needs an embedding model, and none is chosen under Models.",
    modelDecides:
      "By its settings the language model alone decides, and it cannot be taught. Your answers are kept.",
    otherKind: "",
  },
  was: (before: string, sure: string | null) =>
    sure === null ? `Answered before: ${before}.` : `Answered before: ${before} (${sure}).`,
  byItself: (label: string, sure: string) => `By itself the task would now say ${label} (${sure}).`,
  rowsWere: (field: string, before: number, after: number) =>
    `${field}: ${before} ${before === 1 ? "row" : "rows"} → ${after}.`,
  fieldWas: (field: string, before: string, after: string) => `${field}: ${before} → ${after}.`,
  nothing: "not found",
  others: (n: number) => (n === 1 ? "Run the other document again" : `Run the other ${n} again`),
  othersChanged: (changed: number, total: number) =>
    changed === 0
      ? `None of the other ${total} answers changed.`
      : `${changed} of the other ${total} answers changed.`,
  savedAs: (name: string) => `The task is kept as “${name}”.`,
  undo: "Undo",
  undone: "Taken back.",
  dropped: "The example is taken back.",
  drop: (what: string) => `Take back the example “${what}”`,
  examples: "Examples",
  examplesNone: "None yet",
  shown: (shown: number, total: number) => `The latest ${shown} of ${total}`,
  curve: "Right answers by number of examples",
  curveWhy:
    "Measured on your own examples: each is judged by what the others taught, never by itself.",
  curvePoint: (n: number, score: string) => `${n} examples: ${score}`,
  curveExamples: "examples",
  used: "Used: it is better than without.",
  next: "Look at this next",
  nextWhy: "The document of which the task is least sure, unlike those that you have answered.",
  nextFind: "Find it",
  nextNone: "All documents on this page are answered.",
  nextIs: (name: string) => `Look at ${name} next.`,
  nextNeeds: "Open several documents on this page, and Winnow says which to look at first.",
  share: "Hand on",
  shareWhy: "A file with the task and what it has learned, for another computer.",
  withText: "With the texts of the examples",
  withTextWhy: "Without them the file holds no text of your documents, only weights.",
  export: "Write a file…",
  exported: "The taught task is written.",
  import: "Take in a file…",
  importTitle: "A taught task",
  imported: (name: string) => `“${name}” is taken in and kept under Tasks.`,
  version: (n: number, hash: string, format: number) =>
    `Version ${hash}, made of ${n} examples (format ${format}).`,
  notes: {
    contradiction: (n: number) => `One text has ${n} different answers: the latest counts.`,
    repeated: (n: number) =>
      n === 1
        ? "One example is there twice: it counts once."
        : `${n} examples are repeated: they count once.`,
    unfound: (field: string, n: number) =>
      n === 1
        ? `The value of “${field}” in one example is not among what could be a value: nothing is learned from it.`
        : `The values of “${field}” in ${n} examples are not among what could be values: nothing is learned from them.`,
    standing: (fields: string, n: number) =>
      n === 1
        ? `${fields} is not learned: your answers stand for their own documents.`
        : `${fields} are not learned: your answers stand for their own documents.`,
    untaught: (labels: string) => `No example yet of ${labels}: known by their words alone.`,
  },
  marks: {
    none: "No sentence is marked yet.",
    one: (starred: number, struck: number) => `${starred} starred, ${struck} struck out`,
    update: "Update the summary",
    remove: (name: string) => `Forget the marks in “${name}”`,
  },
};
