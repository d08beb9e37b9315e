/** Folders on a desk: what is in them, and what comes. */
import type { FileChoice, TaskKind } from "../../generated";
import { call, stream } from "../../host";
import { sheetOf } from "../draft/sheets";
import { toSpec } from "../draft/toSpec";
import { changeDesk, deskOf, useDesks } from "./desk";
import { openFound } from "./open";
import { work } from "./work";

/** Everything in dropped folders, and dropped files as they are. */
const EVERYTHING: FileChoice = { include: [], exclude: [] };

/**
 * Reads files and the chosen files of folders; says how many there were.
 *
 * @throws {HostError} for a pattern that cannot be understood.
 */
export async function openPaths(
  kind: TaskKind,
  paths: string[],
  choice: FileChoice = EVERYTHING,
): Promise<number> {
  const { files } = await call("list_files", { paths, choice });
  await openFound(kind, files);
  return files.length;
}

/**
 * Has files that come into a folder read and run, one after the other, until {@link stopWatching}.
 *
 * @throws {HostError} when the folder cannot be watched, or no longer.
 */
export async function watchFolder(kind: TaskKind, path: string, choice: FileChoice): Promise<void> {
  await stopWatching(kind);
  const operation = crypto.randomUUID();
  changeDesk(kind, (desk) => ({ ...desk, watching: { path, operation } }));
  let last = Promise.resolve();
  try {
    await stream("watch_folder", { path, choice, operation }, (event) => {
      last = last.then(() => takeIn(kind, event.path));
    });
  } finally {
    changeDesk(kind, (desk) =>
      desk.watching?.operation === operation ? { ...desk, watching: null } : desk,
    );
  }
}

/** Stops watching; what came already stays. */
export async function stopWatching(kind: TaskKind): Promise<void> {
  const { watching } = deskOf(kind);
  if (watching) {
    await call("cancel", { operation: watching.operation });
  }
}

async function takeIn(kind: TaskKind, path: string): Promise<void> {
  await openFound(kind, [path]);
  await whenFree(kind);
  const { draft, text } = sheetOf(kind);
  const spec = toSpec(kind, draft);
  if (spec.ok) {
    await work(kind, spec.spec, text, "notBegun");
  }
}

/** Waits for the end of a run that is under way, which does not take in what comes meanwhile. */
function whenFree(kind: TaskKind): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!deskOf(kind).busy) {
        stop();
        resolve();
      }
    };
    const stop = useDesks.subscribe(check);
    check();
  });
}
