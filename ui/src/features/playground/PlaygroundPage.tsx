import { Stack, Textarea } from "@mantine/core";
import { text as words } from "../../i18n";
import { AnswerIn } from "../../shared/form/AnswerIn";
import { SavedTasks } from "../../shared/form/SavedTasks";
import { Panel } from "../../shared/layout/Panel";
import { Workbench } from "../../shared/layout/Workbench";
import { RunBar, Stage } from "../../shared/run/RunBar";
import { TokenMeter } from "../../shared/run/TokenMeter";
import { stageWords } from "../../shared/run/words";
import { OutputPane } from "./OutputPane";
import classes from "./playground.module.css";
import { RawPrompt } from "./RawPrompt";
import { SamplingEditor } from "./SamplingEditor";
import { usePlayground } from "./usePlayground";

/** A free prompt, its sampling, and what the model writes as it writes it. */
export function PlaygroundPage() {
  const page = usePlayground();
  const { draft, edit, run } = page;
  const playground = words.tasks.playground;
  return (
    <Workbench
      title={playground.title}
      lead={playground.lead}
      actions={<SavedTasks kind="generate" />}
      left={
        <Panel flush title={playground.prompt}>
          <Textarea
            className={classes.system}
            variant="unstyled"
            label={playground.system}
            placeholder={playground.systemPlaceholder}
            data-testid="playground-system"
            autosize
            minRows={1}
            maxRows={6}
            value={draft.instructions}
            onChange={(event) => edit({ instructions: event.currentTarget.value })}
          />
          <textarea
            className={classes.prompt}
            data-testid="playground-prompt"
            aria-label={playground.prompt}
            placeholder={playground.promptPlaceholder}
            value={page.text}
            onChange={(event) => page.type(event.currentTarget.value)}
          />
        </Panel>
      }
      middle={
        <OutputPane
          writing={page.writing}
          busy={page.desk.busy}
          onRetry={page.start}
          onRaiseLimit={() => edit({ maxTokens: (draft.maxTokens ?? 256) * 2 })}
        />
      }
      right={
        <Panel>
          <Stack gap="xs">
            <AnswerIn value={draft.answerIn} onChange={(answerIn) => edit({ answerIn })} />
            <SamplingEditor draft={draft} onChange={edit} />
            <RawPrompt task={page.task} input={page.input} />
          </Stack>
        </Panel>
      }
      bar={
        <RunBar
          status={
            run?.state === "running" ? (
              <Stage words={stageWords(run.progress)} fraction={run.progress.fraction} />
            ) : (
              <TokenMeter task={page.task} input={page.input} pieces={false} />
            )
          }
          busy={page.desk.busy}
          stopping={page.desk.stopping}
          label={words.run.run}
          disabled={!page.ready}
          onRun={page.start}
          onStop={page.halt}
        />
      }
    />
  );
}
