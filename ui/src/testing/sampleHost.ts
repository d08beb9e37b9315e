/**
 * A desktop that answers from samples: for looking at the window in a browser (`npm run dev`), and
 * for tests of components. It computes nothing; the real core is tested in the real window.
 */
import type {
  AnswerView,
  DocumentView,
  RunEvent,
  RunRecord,
  RunRequest,
  Sample,
  SavedTask,
  Settings,
  TaskKind,
} from "../generated";
import { type Answer, installStandin } from "../host/standin";
import { emptyDraft, type TaskDraft } from "../shared/draft/draft";
import { STARTERS } from "../shared/draft/starters";
import { toSpec } from "../shared/draft/toSpec";
import { documentOf, INVOICE, pageOf } from "./documents";
import { BROKEN, CATALOG, DOCTOR, EMBEDDER, GENERATOR } from "./models";
import { classified, extracted, outcomeOf, several, summarized } from "./outcomes";
import { teachingAnswers } from "./teaching";

const sample = (name: string, title: string, kind: TaskKind, rows: Partial<TaskDraft>): Sample => {
  const read = toSpec(kind, { ...emptyDraft(kind), ...rows });
  if (!read.ok) {
    throw new Error(`the task of ${name} is none`);
  }
  return { name, title, kind, task: read.spec };
};

const started = (place: number) => STARTERS[place]?.rows() ?? {};

const SAMPLES: Sample[] = [
  sample("invoice.pdf", "An invoice for paper", "extract", started(2)),
  sample("message-double-charge.txt", "A customer was charged twice", "classify", started(0)),
  sample("meeting-notes.md", "Notes of a meeting", "summarize", {}),
];

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

interface Kept {
  runs: RunRecord[];
  tasks: SavedTask[];
  documents: Map<string, DocumentView>;
  cancelled: Set<string>;
  settings: Settings;
  teaching: ReturnType<typeof teachingAnswers>;
}

/** What a page of arguments holds under a name; the stand-in trusts the typed door. */
function argument<T>(args: Record<string, unknown>, name: string): T {
  return Object.getOwnPropertyDescriptor(args, name)?.value;
}

function answerOf({ task }: RunRequest, document: DocumentView): AnswerView {
  switch (task.kind) {
    case "classify":
      return (task.multi ? several : classified)(task.labels.map(({ name }) => name));
    case "extract":
      return extracted(task.fields);
    case "summarize":
      return summarized(document.text, task.length?.count ?? 3);
    case "generate":
      return { kind: "generate", text: STORY, cut: false, confidence: 0.7 };
  }
}

const STORY =
  "The lighthouse stood at the end of the causeway, where the road gave up. Every evening the keeper climbed its ninety steps, trimmed the wick and wrote one line in the book: wind, weather, ships. On the longest night of the year he wrote a second line.";

function lineOf(answer: AnswerView): string {
  switch (answer.kind) {
    case "classify":
      return answer.labels?.join(", ") ?? answer.label ?? "no label";
    case "extract":
      return "invoice_number: NW-2026-0417 · total: GBP 183.00";
    default:
      return answer.text.slice(0, 90);
  }
}

async function runTask(
  kept: Kept,
  request: RunRequest,
  tell: (event: RunEvent) => void,
  speed: number,
): Promise<RunRecord> {
  const { input, task, operation } = request;
  const known = input.kind === "document" ? kept.documents.get(input.id) : undefined;
  const document =
    known ?? documentOf("typed", "Typed text", input.kind === "text" ? input.text : "");
  tell({ kind: "loading", model: GENERATOR.name, fraction: 0.6 });
  await pause(300 * speed);
  tell({ kind: "prefill", done: 120, total: 412, cached: 0 });
  await pause(300 * speed);
  const pieces = task.kind === "generate" ? (STORY.match(/\S+\s*/g) ?? []) : [];
  let tokens = 0;
  let written = "";
  for (const text of pieces) {
    if (kept.cancelled.has(operation)) {
      break;
    }
    tokens += 1;
    written += text;
    tell({ kind: "text", text, tokens, atMs: 180 + tokens * 18 });
    await pause(40 * speed);
  }
  const stopped = kept.cancelled.has(operation);
  const answer = answerOf(request, document);
  const record: RunRecord = {
    summary: {
      id: crypto.randomUUID(),
      createdAt: new Date().toISOString(),
      kind: task.kind,
      taskName: task.name,
      documentName: document.name,
      answer: stopped ? written.slice(0, 80) : lineOf(answer),
      confidence: "confidence" in answer ? answer.confidence : null,
      status: stopped ? "cancelled" : "done",
      snippet: null,
    },
    task,
    document,
    outcome: stopped ? null : kept.teaching.asTold(outcomeOf(answer), document.text),
    error: stopped ? { code: "cancelled", message: "You stopped this run.", detail: null } : null,
    partial: stopped ? written : null,
  };
  kept.runs.unshift(record);
  return record;
}

/** Every command, answered from samples. `speed` 0 answers at once. */
export function sampleAnswers(speed: number): Record<string, Answer> {
  const textOf = ({ input }: Pick<RunRequest, "input">) =>
    input.kind === "text" ? input.text : (kept.documents.get(input.id)?.text ?? "");
  const kept: Kept = {
    teaching: teachingAnswers(textOf),
    runs: [],
    tasks: [],
    documents: new Map([[INVOICE.id, INVOICE]]),
    cancelled: new Set(),
    settings: {
      theme: "system",
      threads: null,
      context: null,
      gpuLayers: null,
      kv: null,
      recognition: null,
      generator: GENERATOR.id,
      embedder: EMBEDDER.id,
      home: DOCTOR.home,
    },
  };
  const open = (document: DocumentView) => {
    kept.documents.set(document.id, document);
    return document;
  };
  return {
    ...kept.teaching.answers,
    list_models: () => [GENERATOR, EMBEDDER, BROKEN],
    list_catalog: () => CATALOG,
    list_endpoints: () => [],
    doctor: () => DOCTOR,
    get_settings: () => kept.settings,
    update_settings: (args) => {
      kept.settings = { ...kept.settings, ...argument<Partial<Settings>>(args, "patch") };
      return kept.settings;
    },
    list_samples: () => SAMPLES,
    open_sample: (args) =>
      argument<string>(args, "name") === "invoice.pdf"
        ? INVOICE
        : open(
            documentOf(
              crypto.randomUUID(),
              argument<string>(args, "name"),
              "I was charged twice on my last invoice. The second charge came three days later. Please refund it, and tell me how to avoid this.",
            ),
          ),
    open_document_bytes: (args) =>
      open(
        documentOf(
          crypto.randomUUID(),
          "opened.txt",
          new TextDecoder().decode(argument<Uint8Array>(args, "bytes")),
        ),
      ),
    show_page: (args) => pageOf(argument<number>(args, "number")),
    list_files: (args) => ({ files: argument<string[]>(args, "paths"), problems: [] }),
    open_document: (args) => {
      const path = argument<string>(args, "path");
      const name = path.split("/").at(-1) ?? path;
      return open(documentOf(crypto.randomUUID(), name, `What ${name} says.`));
    },
    list_tasks: () => kept.tasks,
    save_task: (args) => {
      const id = argument<string | null>(args, "id") ?? crypto.randomUUID();
      const saved: SavedTask = {
        id,
        hash: "e".repeat(64),
        task: argument<SavedTask["task"]>(args, "task"),
        updatedAt: new Date().toISOString(),
      };
      kept.tasks = [saved, ...kept.tasks.filter((task) => task.id !== id)];
      return saved;
    },
    delete_task: (args) => {
      kept.tasks = kept.tasks.filter(({ id }) => id !== argument<string>(args, "id"));
      return null;
    },
    sought_type: (args) => (/date$/.test(argument<string>(args, "name")) ? "date" : "text"),
    preview_prompt: () => ({
      text: "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n…<|im_end|>\n<|im_start|>assistant\n",
      tokens: 412,
      documentTokens: 214,
      context: 8192,
    }),
    run_task: (args, emit) => runTask(kept, argument<RunRequest>(args, "request"), emit, speed),
    cancel: (args) => {
      kept.cancelled.add(argument<string>(args, "operation"));
      return null;
    },
    list_runs: () => ({
      runs: kept.runs.map(({ summary }) => summary),
      next: null,
      total: kept.runs.length,
    }),
    get_run: (args) => kept.runs.find(({ summary }) => summary.id === argument<string>(args, "id")),
    delete_run: (args) => {
      kept.runs = kept.runs.filter(({ summary }) => summary.id !== argument<string>(args, "id"));
      return null;
    },
    restore_run: () => null,
  };
}

/** Puts the samples in place of the desktop. */
export function installSampleHost(speed = 1): void {
  installStandin(sampleAnswers(speed));
}
