import { beforeEach, describe, expect, it } from "vitest";
import { installStandin } from "../../host/standin";
import { INVOICE } from "../../testing/documents";
import { sampleAnswers } from "../../testing/sampleHost";
import { emptyDraft } from "../draft/draft";
import { toSpec } from "../draft/toSpec";
import { STARTING } from "../run/progress";
import { CLEAR_DESK, changeDesk, type Desk, deskOf, headway, type RunState, tally } from "./desk";
import { openPaths } from "./folder";
import { putAway } from "./open";
import { stop, work } from "./work";

const spec = (() => {
  const result = toSpec("summarize", emptyDraft("summarize"));
  if (!result.ok) {
    throw new Error("the blank form is a task");
  }
  return result.spec;
})();

/** Files open under their own names; those named in `broken` do not, those in `failing` fail. */
function host(broken: string[] = [], failing: string[] = []) {
  const answers = sampleAnswers(0);
  const runTask = answers.run_task;
  installStandin({
    ...answers,
    open_document: ({ path }) => {
      const name = String(path);
      if (broken.includes(name)) {
        throw { code: "documentEncrypted", message: `${name} has a password`, detail: name };
      }
      return { ...INVOICE, id: name, name };
    },
    run_task: async (args, emit) => {
      const { input } = Object(args.request);
      const record = Object(await runTask?.(args, emit));
      if (input.kind === "document" && failing.includes(input.id)) {
        const error = { code: "emptyAnswer", message: "nothing", detail: null };
        return {
          ...record,
          outcome: null,
          error,
          summary: { ...record.summary, status: "failed" },
        };
      }
      return record;
    },
  });
}

beforeEach(() => changeDesk("summarize", () => CLEAR_DESK));

describe("a desk with several documents", () => {
  it("accounts for every one: in = done + failed + open", async () => {
    host(["locked.pdf"], ["hard.pdf"]);
    await openPaths("summarize", ["a.pdf", "locked.pdf", "hard.pdf", "b.pdf"]);
    expect(tally(deskOf("summarize"))).toEqual({ total: 4, done: 0, failed: 1, open: 3 });
    await work("summarize", spec, "");
    expect(tally(deskOf("summarize"))).toEqual({ total: 4, done: 2, failed: 2, open: 0 });
    expect(deskOf("summarize").busy, "the desk is free again").toBe(false);
  });

  it("reads on while one document takes its time", async () => {
    let arrive = () => {};
    const slow = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    installStandin({
      ...sampleAnswers(0),
      open_document: async ({ path }) => {
        const name = String(path);
        await (name === "slow.pdf" ? slow : undefined);
        return { ...INVOICE, id: name, name };
      },
    });
    const states = () => deskOf("summarize").files.map(({ read }) => read.state);
    const opened = openPaths("summarize", ["slow.pdf", "a.pdf", "b.pdf"]);
    await expect.poll(states).toEqual(["reading", "ready", "ready"]);
    arrive();
    await opened;
    expect(states()).toEqual(["ready", "ready", "ready"]);
  });

  it("works on a few at a time, and on each once", async () => {
    const taken: string[] = [];
    let under = 0;
    let most = 0;
    host();
    const names = Array.from({ length: 10 }, (_, index) => `${index}.pdf`);
    await openPaths("summarize", names);
    const answers = sampleAnswers(0);
    installStandin({
      ...answers,
      run_task: async (args, emit) => {
        taken.push(Object(args.request).input.id);
        under += 1;
        most = Math.max(most, under);
        const record = await answers.run_task?.(args, emit);
        under -= 1;
        return record;
      },
    });
    await work("summarize", spec, "");
    expect(taken.toSorted()).toEqual(names);
    expect(most).toBe(4);
  });

  it("foretells the end from what is done", () => {
    const running: RunState = {
      state: "running",
      operation: "one",
      progress: { ...STARTING, fraction: 0.5 },
    };
    const waiting: RunState = { state: "waiting" };
    const desk = (runs: Desk["runs"], count: number): Desk => ({
      ...CLEAR_DESK,
      busy: true,
      began: { at: 1000, waiting: count },
      runs,
    });
    expect(headway(desk({ a: waiting }, 1), 2000), "nothing runs").toBeNull();
    const single = headway(desk({ a: running }, 1), 2000);
    expect(single).toMatchObject({ fraction: 0.5, left: null });
    const many = headway(desk({ b: running, c: running, d: waiting }, 4), 2000);
    expect(many).toMatchObject({ fraction: 0.5, left: 1000 });
  });

  it("retries only what is not done", async () => {
    host([], ["hard.pdf"]);
    await openPaths("summarize", ["a.pdf", "hard.pdf"]);
    await work("summarize", spec, "");
    const before = Object.values(deskOf("summarize").runs);
    host();
    await work("summarize", spec, "", "notDone");
    const after = Object.values(deskOf("summarize").runs);
    expect(after[0], "what was done is not done again").toBe(before[0]);
    expect(tally(deskOf("summarize")).done).toBe(2);
  });

  it("stops: what had not begun is open, not failed", async () => {
    host();
    await openPaths("summarize", ["a.pdf", "b.pdf", "c.pdf"]);
    const working = work("summarize", spec, "");
    await stop("summarize");
    await working;
    const counts = tally(deskOf("summarize"));
    expect(counts.failed).toBe(0);
    expect(counts.open).toBe(3);
    expect(deskOf("summarize").busy).toBe(false);
  });

  it("shows the neighbour when the file that is looked at is put away", async () => {
    host();
    await openPaths("summarize", ["a.pdf", "b.pdf"]);
    const [first, second] = deskOf("summarize").files;
    putAway("summarize", first?.key ?? "");
    expect(deskOf("summarize").shown).toBe(second?.key);
    putAway("summarize", second?.key ?? "");
    expect(deskOf("summarize").shown, "typed text is what is left").toBeNull();
  });
});
