// Generated from src-tauri/crates/app/src/wire: do not edit.

/**
 * How the keys and values of a language model's context are kept.
 */
export type KvFormat = "f16" | "q8";

/**
 * What a person has set.
 */
export type Settings = { 
/**
 * Colours.
 */
theme: Theme, 
/**
 * Compute threads; none: physical cores.
 */
threads: number | null, 
/**
 * Context in tokens; none: chosen from model and memory.
 */
context: number | null, 
/**
 * Layers on an accelerator; none: as many as fit.
 */
gpuLayers: number | null, 
/**
 * How keys and values are kept; none: in 16 bits.
 */
kv: KvFormat | null, 
/**
 * Chosen language model.
 */
generator: string | null, 
/**
 * Chosen embedder.
 */
embedder: string | null, 
/**
 * Languages of text recognition as Tesseract names them ("deu+eng"), or "off"; none: the
 * system's language and English.
 */
recognition: string | null, 
/**
 * Data folder (read only; `WINNOW_HOME` moves it).
 */
home: string, };

/**
 * A change to some settings. An absent field stays; a null one goes back to its default.
 */
export type SettingsPatch = { 
/**
 * Colours.
 */
theme?: Theme | null, 
/**
 * Compute threads.
 */
threads?: number | null, 
/**
 * Context in tokens.
 */
context?: number | null, 
/**
 * Layers on an accelerator.
 */
gpuLayers?: number | null, 
/**
 * How keys and values are kept.
 */
kv?: KvFormat | null, 
/**
 * Languages of text recognition.
 */
recognition?: string | null, };

/**
 * Colours of the window.
 */
export type Theme = "system" | "light" | "dark";
