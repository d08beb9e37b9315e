// Generated from src-tauri/crates/app/src/wire: do not edit.

/**
 * A model that could be had.
 */
export type CatalogView = { 
/**
 * Its key.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
purpose: ModelPurpose, 
/**
 * What it is good for.
 */
goodFor: string, 
/**
 * Parameters, in words ("1.7 B").
 */
parameters: string, 
/**
 * Licence.
 */
license: string, 
/**
 * Bytes to download, about.
 */
bytes: number, 
/**
 * The host that a download would talk to.
 */
host: string, 
/**
 * Whether it fits.
 */
fit: Fit, 
/**
 * Whether it is here already.
 */
installed: boolean, };

/**
 * A device.
 */
export type DeviceView = { 
/**
 * llama.cpp's name.
 */
name: string, 
/**
 * The maker's words.
 */
description: string, 
/**
 * Backend and variant.
 */
backend: string, 
/**
 * "cpu", "gpu", "integratedGpu", "accelerator".
 */
kind: string, 
/**
 * Bytes.
 */
memoryTotal: number, 
/**
 * Bytes.
 */
memoryFree: number, };

/**
 * What `winnow doctor` and Settings show of the machine.
 */
export type Doctor = { 
/**
 * Winnow's version.
 */
version: string, 
/**
 * Data folder.
 */
home: string, 
/**
 * The CPU variant that llama.cpp picked ("CPU (icelake)").
 */
cpuVariant: string, 
/**
 * Physical cores.
 */
cores: number, 
/**
 * Memory in bytes.
 */
memoryTotal: number, 
/**
 * Free memory in bytes.
 */
memoryAvailable: number, 
/**
 * Languages that text recognition (Tesseract) is installed for; empty: it is not there, and
 * pictures and scans cannot be read.
 */
recognitionLanguages: Array<string>, 
/**
 * Devices found.
 */
devices: Array<DeviceView>, 
/**
 * Models found.
 */
models: Array<ModelView>, 
/**
 * What is wrong, in words; empty: all is well.
 */
problems: Array<string>, };

/**
 * Whether a model fits in memory.
 */
export type Fit = "comfortable" | "tight" | "tooBig";

/**
 * What became of a format.
 */
export type FormatVerdict = "chosen" | "slower" | "tooFar" | "skipped";

/**
 * One format of a model.
 */
export type FormatView = { 
/**
 * Its name ("Q8_0").
 */
format: string, 
/**
 * Bytes of its file; reckoned where none was made.
 */
bytes: number, 
/**
 * Tokens per second reading.
 */
prefillRate: number | null, 
/**
 * Tokens per second writing.
 */
decodeRate: number | null, 
/**
 * Mean Kullback–Leibler divergence of its next-token distributions from the published file's,
 * in nats.
 */
divergence: number | null, 
/**
 * Share of places where both find the same token most probable.
 */
agreement: number | null, 
/**
 * Mean cosine to the published file's vectors, of an embedder.
 */
cosine: number | null, 
/**
 * What became of it.
 */
verdict: FormatVerdict, 
/**
 * Why it was skipped.
 */
reason: string | null, };

/**
 * What is known of a loaded model.
 */
export type LoadedView = { 
/**
 * Tokens that its context holds.
 */
context: number, 
/**
 * The device that computes.
 */
device: string, 
/**
 * Why it runs elsewhere than asked.
 */
notice: string | null, 
/**
 * Tokens per second reading.
 */
prefillRate: number, 
/**
 * Tokens per second writing.
 */
decodeRate: number, };

/**
 * Where a model came from.
 */
export type ModelOrigin = "default" | "opened" | "downloaded";

/**
 * What a model is for.
 */
export type ModelPurpose = "generate" | "embed";

/**
 * A model on this machine.
 */
export type ModelView = { 
/**
 * Content hash.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where the file is.
 */
path: string, 
/**
 * What it is for.
 */
purpose: ModelPurpose, 
/**
 * Where it came from.
 */
origin: ModelOrigin, 
/**
 * What it is good for, in a sentence.
 */
goodFor: string | null, 
/**
 * Its licence.
 */
license: string | null, 
/**
 * `general.architecture`.
 */
architecture: string, 
/**
 * Parameters.
 */
parameters: number, 
/**
 * "Q8_0", "F16"…
 */
quantization: string, 
/**
 * Tokens that it was trained to hold.
 */
contextTrain: number, 
/**
 * Bytes on disk.
 */
bytes: number, 
/**
 * Whether it fits.
 */
fit: Fit, 
/**
 * Bytes of memory that it needs.
 */
memoryNeeded: number, 
/**
 * Whether it is chosen for its purpose.
 */
selected: boolean, 
/**
 * What is known since it was loaded; none: not loaded.
 */
loaded: LoadedView | null, 
/**
 * Why it cannot be used (file gone, damaged).
 */
problem: string | null, 
/**
 * What was measured when it was optimized for this computer; none: not yet.
 */
optimization: OptimizationView | null, 
/**
 * What its summaries of the sample texts were like; none: not yet probed.
 */
probe: ProbeView | null, };

/**
 * The formats of a model, as measured here.
 */
export type OptimizationView = { 
/**
 * The device that computed.
 */
device: string, 
/**
 * How many times as fast the file in use reads as the published one.
 */
gain: number, 
/**
 * Every format, the published one first.
 */
formats: Array<FormatView>, };

/**
 * How far an optimization is.
 */
export type OptimizeEvent = { 
/**
 * What is being done.
 */
stage: OptimizeStage, 
/**
 * With the file in this format.
 */
format: string, 
/**
 * Steps done.
 */
done: number, 
/**
 * Steps in all.
 */
total: number, };

/**
 * A stage of an optimization.
 */
export type OptimizeStage = "convert" | "compare" | "time";

/**
 * How a model's own summaries of the sample texts compare with the texts' own sentences.
 */
export type ProbeView = { 
/**
 * Sample texts.
 */
texts: number, 
/**
 * Share of known facts that the model kept.
 */
factsKept: number, 
/**
 * Share that the texts' own sentences keep.
 */
selectionKept: number, 
/**
 * Numbers, dates and names that the model made up.
 */
invented: number, 
/**
 * Words of a written summary, mean.
 */
words: number, 
/**
 * Words of a summary of own sentences, mean.
 */
selectionWords: number, 
/**
 * Whether it writes summaries from now on.
 */
earned: boolean, };

/**
 * How far a download or load is.
 */
export type TransferEvent = { 
/**
 * Bytes (or thousandths of a load) done.
 */
done: number, 
/**
 * In all, if known.
 */
total: number | null, };
