import { Code, Stack, Text } from "@mantine/core";
import type { AnswerView, RunRecord } from "../../generated";
import { text } from "../../i18n";
import { ErrorNotice } from "../notice/ErrorNotice";
import type { Progress } from "../run/progress";
import classes from "./answer.module.css";
import { ClassifyAnswer } from "./ClassifyAnswer";
import type { Correcting } from "./correcting";
import { Doubts } from "./Doubts";
import { ExtractAnswer } from "./ExtractAnswer";
import { RunFacts } from "./RunFacts";
import type { Marking } from "./SentenceMarks";
import { SentTo } from "./SentTo";
import { SummarizeAnswer } from "./SummarizeAnswer";

interface RunResultProps {
  record: RunRecord;
  progress?: Progress;
  active: string | null;
  onActive: (id: string | null) => void;
  onRetry?: () => void;
  onRaiseLimit?: () => void;
  /** Where a summary's sentences can be marked. */
  marking?: Marking;
  /** Where a label or values can be corrected. */
  correcting?: Correcting;
}

/** What became of a run: the answer with its doubts and facts, or what went wrong. */
export function RunResult(props: RunResultProps) {
  const { record, progress, active, onActive, onRetry, onRaiseLimit, marking, correcting } = props;
  return (
    <Stack gap="md">
      {record.error && (
        <ErrorNotice error={record.error} onRetry={onRetry} onRaiseLimit={onRaiseLimit} />
      )}
      {record.outcome && (
        <>
          {record.outcome.ranOn !== null && <SentTo host={record.outcome.ranOn} />}
          <Doubts doubts={record.outcome.doubts} />
          <Answer
            answer={record.outcome.answer}
            active={active}
            onActive={onActive}
            marking={marking}
            correcting={correcting}
          />
          <RunFacts outcome={record.outcome} progress={progress} />
        </>
      )}
      {!record.outcome && record.partial && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            {text.errors.partial}
          </Text>
          <Code block>{record.partial}</Code>
        </div>
      )}
    </Stack>
  );
}

interface AnswerProps {
  answer: AnswerView;
  active: string | null;
  onActive: (id: string | null) => void;
  marking?: Marking;
  correcting?: Correcting;
}

function Answer({ answer, active, onActive, marking, correcting }: AnswerProps) {
  switch (answer.kind) {
    case "classify":
      return <ClassifyAnswer answer={answer} correcting={correcting} />;
    case "extract":
      return (
        <ExtractAnswer
          answer={answer}
          active={active}
          onActive={onActive}
          correcting={correcting}
        />
      );
    case "summarize":
      return (
        <SummarizeAnswer answer={answer} active={active} onActive={onActive} marking={marking} />
      );
    case "generate":
      return (
        <>
          <div className={classes.prose}>{answer.text}</div>
          {answer.cut && (
            <Text size="sm" c="dimmed">
              {text.answer.cut}
            </Text>
          )}
        </>
      );
  }
}
