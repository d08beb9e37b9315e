/** Puts documents on a desk: chosen files, dropped paths, samples. */
import type { DocumentView, TaskKind } from "../../generated";
import { asHostError, call, openBytes } from "../../host";
import { changeDesk, type DeskFile, deskOf } from "./desk";

/** Documents that are asked for at a time: the core reads as many as the computer has cores for. */
const AT_ONCE = 4;

/** A document that is about to be read. */
interface Arrival {
  name: string;
  read: () => Promise<DocumentView>;
}

async function receive(kind: TaskKind, arrivals: Arrival[]): Promise<void> {
  const files = arrivals.map(
    ({ name }): DeskFile => ({
      key: crypto.randomUUID(),
      name,
      read: { state: "reading" },
    }),
  );
  changeDesk(kind, (desk) => ({
    ...desk,
    files: [...desk.files, ...files],
    shown: files[0]?.key ?? desk.shown,
  }));
  // Each takes the next file that none has taken.
  const waiting = files.entries();
  const readSome = async () => {
    for (const [index, file] of waiting) {
      const arrival = arrivals[index];
      if (arrival && deskOf(kind).files.some(({ key }) => key === file.key)) {
        const done = await readOne(arrival);
        changeDesk(kind, (desk) => ({
          ...desk,
          files: desk.files.map((each) => (each.key === file.key ? { ...each, ...done } : each)),
        }));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readSome));
}

async function readOne({ name, read }: Arrival): Promise<Pick<DeskFile, "name" | "read">> {
  try {
    const document = await read();
    return { name: document.name, read: { state: "ready", document } };
  } catch (thrown) {
    return { name, read: { state: "unreadable", error: asHostError(thrown) } };
  }
}

/** Reads files that an input element gave. */
export function openFiles(kind: TaskKind, files: File[]): Promise<void> {
  return receive(
    kind,
    files.map((file) => ({
      name: file.name,
      read: async () => openBytes(file.name, new Uint8Array(await file.arrayBuffer())),
    })),
  );
}

/** Reads files of this computer. */
export function openFound(kind: TaskKind, paths: string[]): Promise<void> {
  return receive(
    kind,
    paths.map((path) => ({
      name: path.split(/[\\/]/).at(-1) ?? path,
      read: () => call("open_document", { path }),
    })),
  );
}

/** Reads a document that comes with Winnow. */
export function openSample(kind: TaskKind, name: string): Promise<void> {
  return receive(kind, [{ name, read: () => call("open_sample", { name }) }]);
}

/** Puts a document that has been read before on an otherwise empty desk. */
export function layOut(kind: TaskKind, document: DocumentView): void {
  if (deskOf(kind).busy) {
    return;
  }
  const key = crypto.randomUUID();
  changeDesk(kind, (desk) => ({
    ...desk,
    files: [{ key, name: document.name, read: { state: "ready", document } }],
    shown: key,
    runs: {},
  }));
}

/** Takes a file off the desk. What was found in it stays in the history. */
export function putAway(kind: TaskKind, key: string): void {
  changeDesk(kind, (desk) => {
    const index = desk.files.findIndex((file) => file.key === key);
    const files = desk.files.filter((file) => file.key !== key);
    const { [key]: _gone, ...runs } = desk.runs;
    const next = files[Math.min(index, files.length - 1)];
    const shown = desk.shown === key ? (next?.key ?? null) : desk.shown;
    return { ...desk, files, runs, shown };
  });
}

/** Takes all files off the desk. */
export function putAllAway(kind: TaskKind): void {
  changeDesk(kind, (desk) => ({ ...desk, files: [], runs: {}, shown: null }));
}

/** Looks at another file. */
export function show(kind: TaskKind, key: string): void {
  changeDesk(kind, (desk) => ({ ...desk, shown: key }));
}
