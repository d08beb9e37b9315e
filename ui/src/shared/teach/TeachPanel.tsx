import { Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { TaskKind, TaskSpec, TeachingView } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import type { DeskFile } from "../desk";
import { percent } from "../format/format";
import { ErrorNotice } from "../notice/ErrorNotice";
import { useTeaching } from "../query/teaching";
import { ExampleList } from "./ExampleList";
import { HandOn } from "./HandOn";
import { LearningCurve } from "./LearningCurve";
import { Next } from "./Next";
import { noteWords, refusalWords } from "./words";

const words = text.teach;

interface TeachPanelProps {
  kind: TaskKind;
  /** The task, once it asks enough to be taught. */
  task: TaskSpec | null;
  files: DeskFile[];
  busy: boolean;
  onLeave: () => void;
  /** Examples were taken back or put back. */
  onChange: () => void;
}

/** Everything about what a task has learned: its worth, its examples, what to look at next. */
export function TeachPanel(props: TeachPanelProps) {
  const { kind, task, files, busy, onLeave, onChange } = props;
  const teaching = useTeaching(task);
  return (
    <Stack gap="xl" data-testid="teach-panel">
      <Text size="sm" c="dimmed">
        {words.lead[kind]}
      </Text>
      {teaching.error && <ErrorNotice error={asHostError(teaching.error)} />}
      {task && teaching.isPending && <Skeleton h={120} />}
      {task && teaching.data && <Taught task={task} view={teaching.data} onChange={onChange} />}
      {task && (
        <Section title={words.next}>
          <Next kind={kind} task={task} files={files} busy={busy} onLeave={onLeave} />
        </Section>
      )}
      <Section title={words.share}>
        <HandOn task={task} learned={teaching.data?.head !== null && teaching.data !== undefined} />
      </Section>
    </Stack>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

interface TaughtProps {
  task: TaskSpec;
  view: TeachingView;
  onChange: () => void;
}

function Taught({ task, view, onChange }: TaughtProps) {
  return (
    <>
      {(view.report || view.refusal) && (
        <Section title={words.curve}>
          <Worth view={view} />
        </Section>
      )}
      <Section title={words.examples}>
        <ExampleList task={task} view={view} onChange={onChange} />
      </Section>
    </>
  );
}

/** What learning was worth, or why nothing was learned. */
function Worth({ view }: { view: TeachingView }) {
  const { report, refusal, head } = view;
  if (refusal) {
    return <Text size="sm">{refusalWords(refusal)}</Text>;
  }
  if (!report) {
    return null;
  }
  const verdict = report.used
    ? words.used
    : report.moreNeeded === null
      ? words.notYet
      : words.moreNeeded(report.moreNeeded);
  return (
    <>
      {report.examples > 0 && (
        <>
          <LearningCurve points={report.curve} />
          <Text size="sm" data-testid="teach-worth">
            {words.gain(percent(report.before), percent(report.after))} {verdict}
          </Text>
          <Text size="xs" c="dimmed">
            {words.curveWhy}
          </Text>
        </>
      )}
      {report.notes.map(noteWords).map((note) => (
        <Text key={note} size="xs" data-testid="teach-note">
          {note}
        </Text>
      ))}
      {head && (
        <Text size="xs" c="dimmed" data-testid="teach-version">
          {words.version(head.examples, head.examplesHash.slice(0, 8), head.version)}
        </Text>
      )}
    </>
  );
}
