/** Corrections of the answer that is looked at, and the words of its document that they need. */
import { useMemo, useState } from "react";
import type { TaskKind, TextSpan } from "../../generated";
import type { Correcting } from "../answer/correcting";
import type { Wanted } from "../document/useSelecting";
import { correct, useTeacher } from "../teach/teacher";
import type { useTaskPage } from "./useTaskPage";

interface Search {
  /** The run whose document is searched. */
  run: string;
  field: string;
  take: (span: TextSpan) => void;
}

export function useCorrecting(kind: TaskKind, page: ReturnType<typeof useTaskPage>) {
  const { run, place, point } = page;
  const lesson = useTeacher(({ lessons }) => lessons[kind]);
  const [search, setSearch] = useState<Search | null>(null);
  const ended = run?.state === "ended" ? run : null;
  const answer = ended?.record.outcome?.answer;
  const busy = lesson?.state === "learning" || page.desk.busy;

  const correcting = useMemo((): Correcting | undefined => {
    if (!ended || (answer?.kind !== "classify" && answer?.kind !== "extract")) {
      return undefined;
    }
    const { record, input } = ended;
    const told = { kind, key: place, input, record };
    return {
      task: record.task,
      busy,
      onLabel: (label) => void correct(told, { kind: "label", label }),
      onFields: (fields) => void correct(told, { kind: "fields", fields }),
      select: (field, take) => {
        point(field);
        setSearch({ run: record.summary.id, field, take });
      },
    };
  }, [ended, answer, kind, place, busy, point]);

  const wanted = useMemo((): Wanted | undefined => {
    if (!search || search.run !== ended?.record.summary.id) {
      return undefined;
    }
    const fields = answer?.kind === "extract" ? answer.fields : [];
    const standing = fields.find(({ path }) => path === search.field)?.span;
    return {
      field: search.field,
      from: standing?.start ?? null,
      take: (span) => {
        setSearch(null);
        search.take(span);
      },
      leave: () => setSearch(null),
    };
  }, [search, ended, answer]);

  return { correcting, wanted };
}
