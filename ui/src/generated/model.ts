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
problem: string | null, };

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
