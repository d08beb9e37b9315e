import type { Fit, ModelOrigin, ModelPurpose } from "../../generated";

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
  forgetHint: "The file stays where it is.",
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
  catalogNetwork: "Download is the only thing in Winnow that uses the network.",
  download: (size: string) => `Download ${size}`,
  downloadLabel: (size: string, name: string, host: string) =>
    `Download ${size}: ${name} from ${host}`,
  from: (host: string) => `from ${host}`,
  installed: "Here already",
  downloaded: (name: string) => `${name} is ready.`,
  downloading: (done: string, total: string) => `${done} of ${total}`,
  downloadingSome: (done: string) => `${done} so far`,
};
