// Generated from src-tauri/crates/app/src/wire: do not edit.
import type { DocumentView, PageView, Sample } from "./document";
import type { EndpointSpec, EndpointView } from "./endpoint";
import type { FileChoice, FileList, FolderEvent } from "./folder";
import type { CatalogView, Doctor, ModelPurpose, ModelView, OptimizeEvent, TransferEvent } from "./model";
import type { ExportFormat, RunEvent, RunInput, RunPage, RunQuery, RunRecord, RunRequest } from "./run";
import type { Settings, SettingsPatch } from "./settings";
import type { FieldType, PromptPreview, SavedTask, TaskSpec } from "./task";
import type { CorrectionRequest, TeachingView } from "./teaching";

/** Every command: its arguments, its result, and what streams meanwhile. */
export interface Commands {
  /** Reads a file. */
  open_document: { args: { path: string }; result: DocumentView };
  /** Reads a file that the window holds the bytes of. */
  open_document_bytes: { args: { name: string; bytes: Uint8Array }; result: DocumentView };
  /** Reads a document that comes with Winnow. */
  open_sample: { args: { name: string }; result: DocumentView };
  /** The documents that come with Winnow. */
  list_samples: { args: Record<string, never>; result: Array<Sample> };
  /** A document that was opened before. */
  get_document: { args: { id: string }; result: DocumentView };
  /** A page of an opened PDF as a picture, with the places of its words. */
  show_page: { args: { id: string; number: number }; result: PageView };
  /** The files that dropped files and folders hold. */
  list_files: { args: { paths: Array<string>; choice: FileChoice }; result: FileList };
  /** Tells of files that come into a folder until it is stopped. */
  watch_folder: { args: { path: string; choice: FileChoice; operation: string }; result: null; events: FolderEvent };
  /** Runs a task and remembers the run, however it ends. */
  run_task: { args: { request: RunRequest }; result: RunRecord; events: RunEvent };
  /** Runs a remembered run's task on its document once more. */
  rerun: { args: { id: string; operation: string }; result: RunRecord; events: RunEvent };
  /** Stops what runs under this name. */
  cancel: { args: { operation: string }; result: null };
  /** The prompt as the model would see it, and how long it is. */
  preview_prompt: { args: { task: TaskSpec; input: RunInput }; result: PromptPreview };
  /** Tokens of a text, as the chosen language model counts. */
  count_tokens: { args: { text: string }; result: number };
  /** A page of the history. */
  list_runs: { args: { query: RunQuery }; result: RunPage };
  /** A run in full. */
  get_run: { args: { id: string }; result: RunRecord };
  /** Takes a run out of the history; `restore_run` undoes it. */
  delete_run: { args: { id: string }; result: null };
  /** Puts a deleted run back. */
  restore_run: { args: { id: string }; result: null };
  /** Writes the runs that match to a file; says how many. */
  export_runs: { args: { query: RunQuery; format: ExportFormat; path: string }; result: number };
  /** Tasks kept under a name. */
  list_tasks: { args: Record<string, never>; result: Array<SavedTask> };
  /** Keeps a task, new or as the next version of a kept one. */
  save_task: { args: { id: string | null; task: TaskSpec }; result: SavedTask };
  /** Forgets a kept task. */
  delete_task: { args: { id: string }; result: null };
  /** What a field of this name and description is looked for as if its type is left at text. */
  sought_type: { args: { name: string; description: string }; result: FieldType };
  /** Keeps what the person says of an answer, and learns from it. */
  correct_answer: { args: { request: CorrectionRequest }; result: TeachingView; events: RunEvent };
  /** Learns from what a task was taught by, where that was not done yet. */
  learn_task: { args: { task: TaskSpec; operation: string }; result: TeachingView; events: RunEvent };
  /** What a task was taught by, and what it has learnt so far. */
  get_teaching: { args: { task: TaskSpec }; result: TeachingView };
  /** Takes an example back; `restore_example` undoes it. */
  drop_example: { args: { id: string }; result: null };
  /** Puts an example back that was taken back or corrected. */
  restore_example: { args: { id: string }; result: null };
  /** The document of these that is best answered next; none when all are answered. */
  suggest_document: { args: { task: TaskSpec; documents: Array<string> }; result: string | null };
  /** Writes a task and what it has learnt to a file, texts only when asked for. */
  export_teaching: { args: { task: TaskSpec; texts: boolean; path: string }; result: null };
  /** Takes in what `export_teaching` wrote, and keeps the task. */
  import_teaching: { args: { path: string }; result: SavedTask };
  /** The models on this computer. */
  list_models: { args: Record<string, never>; result: Array<ModelView> };
  /** The models that could be had. */
  list_catalog: { args: Record<string, never>; result: Array<CatalogView> };
  /** Adds a GGUF file from disk. */
  open_model: { args: { path: string }; result: ModelView };
  /** Takes a model off the list; a file that the person opened stays where it is. */
  forget_model: { args: { id: string }; result: null };
  /** Chooses a model for its purpose; one of an endpoint that has both, for the one named. */
  select_model: { args: { id: string; purpose: ModelPurpose | null }; result: null };
  /** Loads a model now instead of at its first use. */
  load_model: { args: { id: string; operation: string }; result: ModelView; events: TransferEvent };
  /** Frees a model's memory. */
  unload_model: { args: { id: string }; result: null };
  /** Fetches a model of the catalog, from the host that it names. */
  download_model: { args: { id: string; operation: string }; result: ModelView; events: TransferEvent };
  /** Measures a model's formats here and uses the best from now on. */
  optimize_model: { args: { id: string; operation: string }; result: ModelView; events: OptimizeEvent };
  /** Has a language model summarize the sample texts; one that keeps to the facts writes from now on. */
  probe_model: { args: { id: string; operation: string }; result: ModelView; events: TransferEvent };
  /** The endpoints that were set up. */
  list_endpoints: { args: Record<string, never>; result: Array<EndpointView> };
  /** Sets an endpoint up, or changes it. Contacts nobody; the key goes to the system's key ring. */
  add_endpoint: { args: { spec: EndpointSpec }; result: EndpointView };
  /** Asks an endpoint for its models and finds out what it can do. Sends no document. */
  probe_endpoint: { args: { name: string; model: string | null; operation: string }; result: EndpointView };
  /** Forgets an endpoint and its key. */
  remove_endpoint: { args: { name: string }; result: null };
  /** What the person has set. */
  get_settings: { args: Record<string, never>; result: Settings };
  /** Changes some settings. */
  update_settings: { args: { patch: SettingsPatch }; result: Settings };
  /** What this computer has, and what is wrong. */
  doctor: { args: Record<string, never>; result: Doctor };
}
