/** What a task page knows and can do, apart from its looks. */
import { useCallback, useMemo, useState } from "react";
import type { DocumentView, RunInput, TaskKind } from "../../generated";
import { openFiles, openPaths, shownFile, shownKey, stop, tally, useDesk, work } from "../desk";
import { marksOf } from "../document/marks";
import { useSheet } from "../draft/sheets";
import { toSpec } from "../draft/toSpec";
import { problemWords } from "../draft/words";
import { useDropTaker } from "../drop";
import { complain } from "../notice/toast";
import { usePastedFiles } from "../paste";
import { useRunKeys } from "../run/useRunKeys";

/** Where the cursor points: a place is pointed at in one document, so a new document forgets it. */
function usePointer(where: string) {
  const [pointer, setPointer] = useState<{ where: string; id: string } | null>(null);
  const point = useCallback(
    (id: string | null) => setPointer(id === null ? null : { where, id }),
    [where],
  );
  return [pointer?.where === where ? pointer.id : null, point] as const;
}

export function useTaskPage(kind: TaskKind) {
  const { draft, text } = useSheet(kind);
  const desk = useDesk(kind);
  const key = shownKey(desk);
  const file = shownFile(desk);
  const run = desk.runs[key];
  const [active, point] = usePointer(key);
  const spec = useMemo(() => toSpec(kind, draft), [kind, draft]);

  const opened: DocumentView | undefined =
    file?.read.state === "ready" ? file.read.document : undefined;
  const input = useMemo((): RunInput | null => {
    if (opened) {
      return { kind: "document", id: opened.id };
    }
    return !file && text.trim() !== "" ? { kind: "text", text } : null;
  }, [opened, file, text]);

  const answer = run?.state === "ended" ? run.record.outcome?.answer : undefined;
  const pointedAlternative = active?.includes("~") ? active : null;
  const marks = useMemo(() => marksOf(answer, pointedAlternative), [answer, pointedAlternative]);

  const counts = tally(desk);
  const start = (only: "all" | "notDone") => {
    if (spec.ok) {
      void work(kind, spec.spec, text, only);
    } else {
      complain(new Error(problemWords(spec.problems)));
    }
  };
  const halt = () => void stop(kind).catch(complain);
  const ready = desk.files.length === 0 ? text.trim() !== "" : counts.total > 0;

  useRunKeys(() => ready && start("all"), halt);
  useDropTaker(
    useCallback((paths: string[]) => void openPaths(kind, paths).catch(complain), [kind]),
  );
  usePastedFiles(useCallback((files: File[]) => void openFiles(kind, files), [kind]));

  return {
    desk,
    text,
    file,
    opened,
    /** The key of the document that is looked at. */
    place: key,
    run,
    counts,
    marks,
    active,
    point,
    task: spec.ok ? spec.spec : null,
    input,
    ready,
    start,
    halt,
  };
}
