/** Models and a machine, for the stand-in and for tests. */
import type { CatalogView, Doctor, FormatVerdict, FormatView, ModelView } from "../generated";

function format(
  name: string,
  bytes: number,
  prefillRate: number,
  decodeRate: number,
  divergence: number | null,
  verdict: FormatVerdict,
): FormatView {
  const agreement = divergence === null ? null : 1 - divergence;
  const unknown = { cosine: null, reason: null };
  return {
    format: name,
    bytes,
    prefillRate,
    decodeRate,
    divergence,
    agreement,
    verdict,
    ...unknown,
  };
}

export const GENERATOR: ModelView = {
  id: "a".repeat(64),
  name: "SmolLM2-135M-Instruct",
  path: "/home/ada/.local/share/winnow/models/smollm2-135m-instruct.gguf",
  purpose: "generate",
  origin: "default",
  goodFor: "Weighing labels and pointing at values in short documents. Not for free writing.",
  license: "Apache-2.0",
  architecture: "llama",
  parameters: 134_515_008,
  quantization: "Q8_0",
  contextTrain: 8192,
  bytes: 144_811_360,
  fit: "comfortable",
  memoryNeeded: 412_000_000,
  selected: true,
  loaded: {
    context: 8192,
    device: "CPU (icelake)",
    notice: null,
    prefillRate: 642,
    decodeRate: 58.4,
  },
  problem: null,
  optimization: {
    device: "CPU (icelake)",
    gain: 2.7,
    formats: [
      format("Q4_1", 98_362_432, 238, 98, null, "slower"),
      format("F16", 270_885_952, 651, 55, 0.002, "slower"),
      format("Q8_0", 144_811_360, 642, 83, 0.003, "chosen"),
      format("Q4_0", 91_728_928, 701, 150, 0.42, "tooFar"),
    ],
  },
  probe: {
    texts: 6,
    factsKept: 0.19,
    selectionKept: 0.45,
    invented: 7,
    words: 143,
    selectionWords: 58,
    earned: false,
  },
};

export const EMBEDDER: ModelView = {
  ...GENERATOR,
  id: "b".repeat(64),
  name: "all-MiniLM-L6-v2",
  path: "/home/ada/.local/share/winnow/models/all-minilm-l6-v2.gguf",
  purpose: "embed",
  goodFor: "Comparing meanings, in English.",
  architecture: "bert",
  parameters: 22_713_216,
  quantization: "F16",
  contextTrain: 512,
  bytes: 45_949_216,
  memoryNeeded: 98_000_000,
  loaded: null,
  optimization: null,
  probe: null,
};

export const BROKEN: ModelView = {
  ...GENERATOR,
  id: "d".repeat(64),
  name: "Qwen3-8B-Instruct",
  path: "/media/stick/qwen3-8b-instruct-q4_k_m.gguf",
  origin: "opened",
  goodFor: null,
  license: null,
  architecture: "qwen3",
  parameters: 8_190_735_360,
  quantization: "Q4_K_M",
  contextTrain: 40_960,
  bytes: 5_027_783_488,
  fit: "tooBig",
  memoryNeeded: 6_900_000_000,
  selected: false,
  loaded: null,
  problem: "The file is gone: /media/stick/qwen3-8b-instruct-q4_k_m.gguf",
  optimization: null,
  probe: null,
};

export const CATALOG: CatalogView[] = [
  {
    id: "smollm2-1.7b",
    name: "SmolLM2-1.7B-Instruct",
    purpose: "generate",
    goodFor: "Extraction and labels with more understanding, still quick on a laptop.",
    parameters: "1.7 B",
    license: "Apache-2.0",
    bytes: 1_055_609_824,
    host: "models.example",
    fit: "tight",
    installed: false,
  },
];

export const DOCTOR: Doctor = {
  version: "0.1.0",
  home: "/home/ada/.local/share/winnow",
  cpuVariant: "CPU (icelake)",
  cores: 8,
  memoryTotal: 16_500_000_000,
  memoryAvailable: 9_100_000_000,
  recognitionLanguages: ["deu", "eng"],
  devices: [
    {
      name: "CPU",
      description: "Intel Core i7-1260P",
      backend: "CPU (icelake)",
      kind: "cpu",
      memoryTotal: 16_500_000_000,
      memoryFree: 9_100_000_000,
    },
  ],
  models: [GENERATOR, EMBEDDER],
  problems: [],
};
