import { Anchor, Badge, Button, Group, Skeleton } from "@mantine/core";
import { IconArrowLeft, IconEdit, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import type { RunRecord } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { CopyText } from "../../shared/answer/CopyText";
import { copyText } from "../../shared/answer/copyText";
import { RunResult } from "../../shared/answer/RunResult";
import { layOut } from "../../shared/desk";
import { DocumentView } from "../../shared/document/DocumentView";
import { marksOf } from "../../shared/document/marks";
import { useSheets } from "../../shared/draft/sheets";
import { moment } from "../../shared/format/format";
import { Page } from "../../shared/layout/Page";
import { Panel } from "../../shared/layout/Panel";
import { Workbench } from "../../shared/layout/Workbench";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { useRun } from "../../shared/query/runs";
import { pageOf } from "../../shared/run/pageOf";
import { RunBar, Stage } from "../../shared/run/RunBar";
import { stageWords } from "../../shared/run/words";
import { LessonNotice } from "../../shared/task/LessonNotice";
import { useCorrecting } from "../../shared/task/useCorrecting";
import type { Told } from "../../shared/teach/teacher";
import { Asked } from "./Asked";
import classes from "./history.module.css";
import { useDeleteWithUndo } from "./useDeleteWithUndo";
import { useRerun } from "./useRerun";

const words = text.history;

/** A remembered run: its document, its answer, what was asked; and once more. */
export function RunPage({ id }: { id: string }) {
  const run = useRun(id);
  if (run.data) {
    return <Remembered record={run.data} />;
  }
  return (
    <Page title={words.title} lead={words.lead} actions={<Back />}>
      {run.error ? (
        <ErrorNotice error={asHostError(run.error)} onRetry={() => void run.refetch()} />
      ) : (
        <Skeleton h={320} radius="lg" />
      )}
    </Page>
  );
}

function Back() {
  return (
    <Anchor component={Link} href="/history" size="sm" c="dimmed">
      <Group gap={6} component="span">
        <IconArrowLeft size={15} /> {words.back}
      </Group>
    </Anchor>
  );
}

function Remembered({ record }: { record: RunRecord }) {
  const { summary, task, document, outcome } = record;
  const [, navigate] = useLocation();
  const [active, point] = useState<string | null>(null);
  const remove = useDeleteWithUndo();
  const fill = useSheets((store) => store.fill);
  const type = useSheets((store) => store.type);
  const again = useRerun(summary.id);
  const alternative = active?.includes("~") ? active : null;
  const marks = useMemo(() => marksOf(outcome?.answer, alternative), [outcome, alternative]);
  const told = useMemo((): Told => {
    const onAgain = (now: RunRecord) => navigate(`/history/${now.summary.id}`);
    return {
      kind: record.task.kind,
      key: null,
      input: { kind: "document", id: record.document.id },
      record,
      onAgain,
    };
  }, [record, navigate]);
  const { correcting, wanted } = useCorrecting(told, again.progress !== null, point);

  const reopen = () => {
    fill(task, null);
    if (task.kind === "generate") {
      type(task.kind, document.text);
    } else {
      layOut(task.kind, document);
    }
    navigate(pageOf(task.kind));
  };

  return (
    <Workbench
      title={document.name}
      lead={[
        words.kinds[summary.kind],
        moment(summary.createdAt),
        outcome?.ranOn && text.endpoints.wentTo(outcome.ranOn),
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <Group gap="xs">
          <Back />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconEdit size={15} />}
            data-testid="run-edit"
            onClick={reopen}
          >
            {words.edit}
          </Button>
          <Button
            variant="default"
            size="xs"
            color="red"
            leftSection={<IconTrash size={15} />}
            data-testid="run-delete"
            onClick={() => {
              remove(summary.id);
              navigate("/history");
            }}
          >
            {words.delete}
          </Button>
        </Group>
      }
      pinned={marks.length > 0 || wanted !== undefined}
      left={
        <Panel flush title={text.document.title}>
          <div className={classes.document}>
            <DocumentView
              text={document.text}
              places={document.places}
              marks={marks}
              active={active}
              onActive={point}
              wanted={wanted}
            />
          </div>
        </Panel>
      }
      middle={
        <Panel
          title={text.answer.title}
          testId="result"
          actions={
            <Group gap="xs" wrap="nowrap">
              {summary.status !== "done" && (
                <Badge color={summary.status === "failed" ? "red" : "gray"}>
                  {words.statuses[summary.status]}
                </Badge>
              )}
              {outcome && <CopyText value={copyText(outcome.answer)} />}
            </Group>
          }
        >
          <LessonNotice kind={task.kind} run={summary.id} />
          <RunResult record={record} active={active} onActive={point} correcting={correcting} />
        </Panel>
      }
      right={<Asked task={task} />}
      bar={
        <RunBar
          status={
            again.progress ? (
              <Stage words={stageWords(again.progress)} fraction={again.progress.fraction} />
            ) : null
          }
          busy={again.progress !== null}
          stopping={again.stopping}
          label={words.rerun}
          icon={<IconRefresh size={16} />}
          disabled={false}
          onRun={() => void again.start()}
          onStop={again.stop}
        />
      }
    />
  );
}
