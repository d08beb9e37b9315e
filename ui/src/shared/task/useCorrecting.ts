/** Corrections of the answer that is looked at, and the words of its document that they need. */
import { useMemo, useState } from "react";
import type { TextSpan } from "../../generated";
import type { Correcting } from "../answer/correcting";
import type { Wanted } from "../document/useSelecting";
import { correct, type Told, useTeacher } from "../teach/teacher";
import type { useTaskPage } from "./useTaskPage";

interface Search {
  /** The run whose document is searched. */
  run: string;
  field: string;
  take: (span: TextSpan) => void;
  /** Where the keyboard begins if the field stands nowhere. */
  near: number | null;
}

/** Of a run: what a correction of its answer belongs to; null while there is no answer. */
export function useCorrecting(
  told: Told | null,
  running: boolean,
  point: (id: string | null) => void,
) {
  const lesson = useTeacher(({ lessons }) => told && lessons[told.kind]);
  const [search, setSearch] = useState<Search | null>(null);
  const answer = told?.record.outcome?.answer;
  const busy = lesson?.state === "learning" || running;

  const correcting = useMemo((): Correcting | undefined => {
    if (!told || (answer?.kind !== "classify" && answer?.kind !== "extract")) {
      return undefined;
    }
    const { record } = told;
    return {
      task: record.task,
      busy,
      onLabel: (label) => void correct(told, { kind: "label", label }),
      onLabels: (labels) => void correct(told, { kind: "labels", labels }),
      onFields: (fields) => void correct(told, { kind: "fields", fields }),
      select: (field, take, near) => {
        point(field);
        setSearch({ run: record.summary.id, field, take, near: near ?? null });
      },
    };
  }, [told, answer, busy, point]);

  const wanted = useMemo((): Wanted | undefined => {
    if (!search || search.run !== told?.record.summary.id) {
      return undefined;
    }
    const fields = answer?.kind === "extract" ? answer.fields : [];
    const standing = fields.find(({ path }) => path === search.field)?.span;
    return {
      field: search.field,
      from: standing?.start ?? search.near,
      take: (span) => {
        setSearch(null);
        search.take(span);
      },
      leave: () => setSearch(null),
    };
  }, [search, told, answer]);

  return { correcting, wanted };
}

/** Corrections of the answer that a task page shows. */
export function useCorrectingPage(kind: Told["kind"], page: ReturnType<typeof useTaskPage>) {
  const { run, place, point, desk } = page;
  const told = useMemo(
    () =>
      run?.state === "ended" ? { kind, key: place, input: run.input, record: run.record } : null,
    [run, kind, place],
  );
  return useCorrecting(told, desk.busy, point);
}
