import type { Fit, FormatVerdict, ModelOrigin, ModelPurpose, OptimizeStage } from "../../generated";

const purposes: Record<ModelPurpose, string> = {
  generate: "Language model",
  embed: "Embedder",
};

const origins: Record<ModelOrigin, string> = {
  default: "With Winnow",
  opened: "Opened from disk",
  downloaded: "Downloaded",
};

const fits: Record<Fit, string> = {
  comfortable: "Fits well",
  tight: "Just fits",
  tooBig: "Too big for this computer",
};

const stages: Record<OptimizeStage, (format: string) => string> = {
  convert: (format) => `Writing ${format}`,
  compare: (format) => `Comparing ${format}`,
  time: (format) => `Timing ${format}`,
};

const verdicts: Record<FormatVerdict, string> = {
  chosen: "in use",
  slower: "same answers, slower",
  tooFar: "other answers",
  skipped: "skipped",
};

export const models = {
  title: "Models",
  lead: "The models on this computer. One writes, one compares meanings.",
  open: "Open a GGUF file…",
  openTitle: "GGUF model",
  opened: (name: string) => `${name} was added.`,
  here: "On this computer",
  emptyTitle: "No model yet",
  empty: "Open a GGUF file from disk, or download one below.",
  purposes,
  origins,
  fits,
  fitMemory: (needed: string, free: string) => `needs ${needed}, ${free} free`,
  fitMemoryOnly: (needed: string) => `needs ${needed}`,
  selected: "In use",
  select: "Use",
  selectLabel: (name: string) => `Use ${name}`,
  load: "Load",
  loadLabel: (name: string) => `Load ${name} now`,
  unload: "Unload",
  unloadLabel: (name: string) => `Unload ${name}`,
  forget: "Take off the list",
  forgetLabel: (name: string) => `Take off the list: ${name}`,
  forgetHint: "Take off the list; the file stays where it is",
  loading: "Loading",
  stop: "Stop",
  facts: {
    parameters: "Parameters",
    quantization: "Format",
    size: "On disk",
    context: "Context",
    license: "Licence",
    origin: "Origin",
    architecture: "Architecture",
    path: "File",
  },
  tokens: (n: string) => `${n} tokens`,
  loadedOn: (device: string) => `Loaded on ${device}`,
  rates: (read: string, write: string) => `reads ${read}, writes ${write} tokens/s`,
  readRate: (read: string) => `reads ${read} tokens/s`,
  contextHeld: (n: string) => `context of ${n} tokens`,
  catalog: "More models",
  catalogNetwork:
    "Winnow uses the network for downloads, and for the endpoints that you add; for nothing else.",
  download: (size: string) => `Download ${size}`,
  downloadLabel: (size: string, name: string, host: string) =>
    `Download ${size}: ${name} from ${host}`,
  from: (host: string) => `from ${host}`,
  installed: "Here already",
  downloaded: (name: string) => `${name} is ready.`,
  downloading: (done: string, total: string) => `${done} of ${total}`,
  downloadingSome: (done: string) => `${done} so far`,
  optimize: {
    action: "Optimize",
    again: "Measure again",
    label: (name: string) => `Optimize ${name} for this computer`,
    hint: "Finds the format of this model that is fastest here and gives the same answers. The file itself stays as it is.",
    title: (name: string) => `Formats of ${name}`,
    result: (gain: string, device: string) =>
      `Reads documents ${gain} times as fast as the published file, measured on ${device}.`,
    reads: (read: string) => `reads ${read} tokens/s`,
    writes: (written: string) => `writes ${written}`,
    divergence: (away: string) => `divergence ${away}`,
    stages,
    verdicts,
  },
  probe: {
    action: "Try its summaries",
    label: (name: string) => `Try the summaries of ${name}`,
    hint: "The model summarizes sample texts with known facts. If it keeps to them, it writes summaries from now on.",
    doing: "Summarizing sample texts",
    kept: (facts: string, own: string, texts: number) =>
      `Its summaries of ${texts} sample texts keep ${facts} of the facts; the texts' own sentences keep ${own}.`,
    invented: (count: number) =>
      count === 0
        ? "It made up no number or name."
        : `It made up ${count} ${count === 1 ? "number or name" : "numbers or names"}.`,
    earned: "So it writes summaries.",
    notEarned: "So summaries are made of the document's own sentences.",
  },
};
