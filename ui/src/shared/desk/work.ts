/** Works through the documents of a desk, a few at a time, each in a context of its own. */
import type { RunInput, RunRecord, TaskKind, TaskSpec } from "../../generated";
import { asHostError, call, stream } from "../../host";
import { modelsChanged } from "../query/models";
import { runsChanged } from "../query/runs";
import { advance, STARTING } from "../run/progress";
import { changeDesk, deskOf, type RunState, standing, TYPED } from "./desk";

/** Documents in flight, which the engine computes together. */
const AT_ONCE = 4;

interface Job {
  key: string;
  input: RunInput;
}

function setRun(kind: TaskKind, key: string, run: RunState): void {
  changeDesk(kind, (desk) => ({ ...desk, runs: { ...desk.runs, [key]: run } }));
}

/** Documents that a run takes: all that are read, those not done yet, or those that are new. */
type Which = "all" | "notDone" | "notBegun";

/** The documents that a run would take. */
function jobs(kind: TaskKind, typed: string, only: Which): Job[] {
  const desk = deskOf(kind);
  if (desk.files.length === 0) {
    return [{ key: TYPED, input: { kind: "text", text: typed } }];
  }
  return desk.files.flatMap((file): Job[] => {
    const run = desk.runs[file.key];
    const skip =
      (only === "notDone" && standing(file, run) === "done") ||
      (only === "notBegun" && run !== undefined);
    if (file.read.state !== "ready" || skip) {
      return [];
    }
    return [{ key: file.key, input: { kind: "document", id: file.read.document.id } }];
  });
}

/** Runs a task on what lies on the desk. Does nothing while the desk is busy. */
export async function work(
  kind: TaskKind,
  task: TaskSpec,
  typed: string,
  only: Which = "all",
): Promise<void> {
  if (deskOf(kind).busy) {
    return;
  }
  const queue = jobs(kind, typed, only);
  changeDesk(kind, (desk) => ({
    ...desk,
    busy: true,
    stopping: false,
    began: { at: Date.now(), waiting: queue.length },
    runs: {
      ...desk.runs,
      ...Object.fromEntries(
        queue.map(({ key }): [string, RunState] => [key, { state: "waiting" }]),
      ),
    },
  }));
  const takeTurns = async () => {
    for (let job = queue.shift(); job && !deskOf(kind).stopping; job = queue.shift()) {
      await workOn(kind, task, job);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  changeDesk(kind, (desk) => ({
    ...desk,
    busy: false,
    stopping: false,
    runs: Object.fromEntries(
      Object.entries(desk.runs).filter(([, run]) => run.state !== "waiting"),
    ),
  }));
  modelsChanged();
}

async function workOn(kind: TaskKind, task: TaskSpec, { key, input }: Job): Promise<void> {
  const operation = crypto.randomUUID();
  let progress = STARTING;
  let over = false;
  setRun(kind, key, { state: "running", operation, progress });
  try {
    const record = await stream("run_task", { request: { operation, task, input } }, (event) => {
      progress = advance(progress, event);
      if (!over) {
        setRun(kind, key, { state: "running", operation, progress });
      }
    });
    over = true;
    setRun(kind, key, { state: "ended", record, progress, input });
  } catch (thrown) {
    over = true;
    setRun(kind, key, { state: "refused", error: asHostError(thrown) });
  }
  runsChanged();
}

/**
 * Runs a task on one document once more. Its answer stays in sight until the new one is there;
 * a document that is not on the desk (its key is null) is not put there.
 *
 * @throws {HostError} when the run could not begin.
 */
export async function runAgain(
  kind: TaskKind,
  key: string | null,
  task: TaskSpec,
  input: RunInput,
): Promise<RunRecord> {
  const operation = crypto.randomUUID();
  let progress = STARTING;
  const record = await stream("run_task", { request: { operation, task, input } }, (event) => {
    progress = advance(progress, event);
  });
  if (key !== null && deskOf(kind).runs[key]) {
    setRun(kind, key, { state: "ended", record, progress, input });
  }
  runsChanged();
  return record;
}

/** Stops what is running, and what would come after. */
export async function stop(kind: TaskKind): Promise<void> {
  const { busy, runs } = deskOf(kind);
  if (!busy) {
    return;
  }
  changeDesk(kind, (desk) => ({ ...desk, stopping: true }));
  for (const run of Object.values(runs)) {
    if (run.state === "running") {
      await call("cancel", { operation: run.operation });
    }
  }
}
