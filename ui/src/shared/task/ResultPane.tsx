import { Group, Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { type ReactNode, useEffect, useRef } from "react";
import type { TaskKind } from "../../generated";
import { text as words } from "../../i18n";
import { CopyText } from "../answer/CopyText";
import { copyText } from "../answer/copyText";
import type { Correcting } from "../answer/correcting";
import { RunResult } from "../answer/RunResult";
import { Panel } from "../layout/Panel";
import { ErrorNotice } from "../notice/ErrorNotice";
import { LessonNotice } from "./LessonNotice";
import { TeachButton } from "./TeachButton";
import { useMarking } from "./useMarking";
import type { useTaskPage } from "./useTaskPage";

interface ResultPaneProps {
  page: ReturnType<typeof useTaskPage>;
  blank: ReactNode;
  onRaiseLimit: () => void;
  kind: TaskKind;
  correcting: Correcting | undefined;
}

/** The result of the document that is looked at. It comes into sight when it is there. */
export function ResultPane({ page, blank, onRaiseLimit, kind, correcting }: ResultPaneProps) {
  const { run, active, point, start, file } = page;
  const place = useRef<HTMLDivElement>(null);
  const still = useReducedMotion();
  const ended = run?.state === "ended" || run?.state === "refused";
  const identity = run?.state === "ended" ? run.record.summary.id : run?.state;
  const seen = useRef(identity);

  useEffect(() => {
    if (ended && seen.current !== identity) {
      place.current?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    }
    seen.current = identity;
  }, [ended, identity, still]);

  const marking = useMarking(page);
  const outcome = run?.state === "ended" ? run.record.outcome : null;
  return (
    <div ref={place}>
      <Panel
        title={words.answer.title}
        testId="result"
        actions={
          <Group gap={4} wrap="nowrap">
            <TeachButton kind={kind} page={page} />
            {outcome && <CopyText value={copyText(outcome.answer)} />}
          </Group>
        }
      >
        <VisuallyHidden aria-live="polite">
          {run?.state === "ended" && `${words.run.finished}: ${run.record.summary.answer}`}
        </VisuallyHidden>
        {file?.read.state === "unreadable" && <ErrorNotice error={file.read.error} />}
        {run?.state === "refused" && (
          <ErrorNotice error={run.error} onRetry={() => start("notDone")} />
        )}
        {run?.state === "ended" && (
          <LessonNotice kind={kind} run={run.record.summary.id} page={page} />
        )}
        {run?.state === "ended" && (
          <RunResult
            record={run.record}
            progress={run.progress}
            active={active}
            onActive={point}
            onRetry={() => start("notDone")}
            onRaiseLimit={onRaiseLimit}
            marking={marking}
            correcting={correcting}
          />
        )}

        {(run?.state === "running" || run?.state === "waiting") && <Coming />}
        {!run && file?.read.state !== "unreadable" && blank}
      </Panel>
    </div>
  );
}

function Coming() {
  return (
    <Stack gap="sm" aria-hidden>
      <Skeleton h={26} w="40%" />
      <Skeleton h={10} />
      <Skeleton h={10} w="85%" />
      <Skeleton h={10} w="60%" />
    </Stack>
  );
}
