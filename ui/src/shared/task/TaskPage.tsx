import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { TaskKind } from "../../generated";
import { text as words } from "../../i18n";
import { headway } from "../desk";
import { useSheet } from "../draft/sheets";
import { SavedTasks } from "../form/SavedTasks";
import { duration } from "../format/format";
import { Panel } from "../layout/Panel";
import { Workbench } from "../layout/Workbench";
import { RunBar, Stage } from "../run/RunBar";
import { TokenMeter } from "../run/TokenMeter";
import { stageWords } from "../run/words";
import { DocumentPane } from "./DocumentPane";
import { ResultPane } from "./ResultPane";
import { useCorrectingPage } from "./useCorrecting";
import { useTaskPage } from "./useTaskPage";

interface TaskPageProps {
  kind: TaskKind;
  title: string;
  lead: string;
  /** The form, in the person's words. */
  form: ReactNode;
  /** What the result will be, before there is one. */
  blank: ReactNode;
}

/** Document, form, result; run and stop. Classify, Extract and Summarize are this with their forms. */
export function TaskPage({ kind, title, lead, form, blank }: TaskPageProps) {
  const page = useTaskPage(kind);
  const { edit, draft } = useSheet(kind);
  const { correcting, wanted } = useCorrectingPage(kind, page);
  const { desk, counts } = page;
  const many = counts.total > 1;
  const remaining = counts.open + counts.failed;
  const ahead = headway(desk, Date.now());
  const done = counts.done + counts.failed;

  const status = ahead ? (
    <Stage
      words={stageWords(ahead.running)}
      fraction={ahead.fraction}
      count={many ? words.run.progress(done, counts.total) : undefined}
      left={ahead.left === null ? undefined : words.run.left(duration(ahead.left))}
    />
  ) : (
    <TokenMeter task={page.task} input={page.input} pieces />
  );

  return (
    <Workbench
      title={title}
      lead={lead}
      actions={<SavedTasks kind={kind} />}
      pinned={page.marks.length > 0 || wanted !== undefined}
      left={<DocumentPane kind={kind} page={page} wanted={wanted} />}
      middle={
        <Panel title={words.form.task}>
          <Stack gap="lg">{form}</Stack>
        </Panel>
      }
      right={
        <ResultPane
          page={page}
          blank={blank}
          kind={kind}
          correcting={correcting}
          onRaiseLimit={() => edit({ maxTokens: (draft.maxTokens ?? 256) * 2 })}
        />
      }
      bar={
        <RunBar
          status={status}
          busy={desk.busy}
          stopping={desk.stopping}
          label={many ? words.run.runMany(counts.total) : words.run.run}
          disabled={!page.ready}
          onRun={() => page.start("all")}
          onStop={page.halt}
          rest={
            many && counts.done > 0 && remaining > 0
              ? {
                  label:
                    counts.open === 0
                      ? words.run.retryFailed(counts.failed)
                      : words.run.runRest(remaining),
                  onRun: () => page.start("notDone"),
                }
              : undefined
          }
        />
      }
    />
  );
}
