import { Button, Group, Loader, Paper, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconRefresh, IconSchool } from "@tabler/icons-react";
import { useState } from "react";
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { deskOf, work } from "../desk";
import { ErrorNotice } from "../notice/ErrorNotice";
import { type Lesson, undo, useTeacher } from "../teach/teacher";
import { gainWords, lessonWords, standingWords } from "../teach/words";
import classes from "./task.module.css";
import type { useTaskPage } from "./useTaskPage";

const words = text.teach;

interface LessonNoticeProps {
  kind: TaskKind;
  /** The run that is looked at. */
  run: string;
  /** The task page, where there may be other documents to run again. */
  page?: ReturnType<typeof useTaskPage>;
}

/** What became of the latest correction of this document: learned, what it changed, undo. */
export function LessonNotice({ kind, run, page }: LessonNoticeProps) {
  const lesson = useTeacher(({ lessons }) => lessons[kind]);
  if (!lesson || lesson.run !== run) {
    return null;
  }
  switch (lesson.state) {
    case "learning":
      return (
        <Group gap="xs" mb="md" role="status" data-testid="lesson" data-state="learning">
          <Loader size="xs" />
          <Text size="sm" c="dimmed">
            {words.learning}
          </Text>
        </Group>
      );
    case "failed":
      return (
        <div className={classes.lesson}>
          <ErrorNotice error={lesson.error} />
        </div>
      );
    case "learned":
      return <Learned kind={kind} page={page} lesson={lesson} />;
  }
}

interface LearnedProps extends Omit<LessonNoticeProps, "run"> {
  lesson: Extract<Lesson, { state: "learned" }>;
}

function Learned({ kind, page, lesson }: LearnedProps) {
  const { view, before, changed, savedAs } = lesson;
  const gain = gainWords(view, before);
  const lines = [
    ...changed,
    ...standingWords(view),
    ...(gain ? [gain] : []),
    ...(savedAs ? [words.savedAs(savedAs)] : []),
  ];
  const undoing = lesson.undo;
  return (
    <Paper className={classes.lesson} data-testid="lesson" data-state="learned" role="status">
      <Stack gap={4}>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <IconSchool size={17} className={classes.lessonIcon} aria-hidden />
          <Text size="sm" fw={550}>
            {lessonWords(view)}
          </Text>
        </Group>
        {lines.map((line) => (
          <Text key={line} size="sm" c="dimmed">
            {line}
          </Text>
        ))}
        <Group gap="xs" mt={4}>
          {undoing && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconArrowBackUp size={14} />}
              data-testid="lesson-undo"
              onClick={() => void undo(undoing, view)}
            >
              {words.undo}
            </Button>
          )}
          {page && <Others key={view.head?.examplesHash} kind={kind} page={page} />}
        </Group>
      </Stack>
    </Paper>
  );
}

/** Runs the page's other documents again, and says how many answers changed. */
function Others({ kind, page }: Required<Omit<LearnedProps, "lesson">>) {
  const [told, setTold] = useState<string | null>(null);
  const { task, text: typed, desk, place } = page;
  const others = Object.entries(desk.runs).filter(
    ([key, run]) => key !== place && run.state === "ended",
  );
  if (told) {
    return (
      <Text size="sm" c="dimmed">
        {told}
      </Text>
    );
  }
  if (!task || others.length === 0) {
    return null;
  }
  const again = async () => {
    const answers = () =>
      Object.fromEntries(
        Object.entries(deskOf(kind).runs).map(([key, run]) => [
          key,
          run.state === "ended" ? run.record.summary.answer : null,
        ]),
      );
    const before = answers();
    await work(kind, task, typed, "all");
    const after = answers();
    const changed = others.filter(([key]) => before[key] !== after[key]).length;
    setTold(words.othersChanged(changed, others.length));
  };
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconRefresh size={14} />}
      disabled={desk.busy}
      onClick={() => void again()}
    >
      {words.others(others.length)}
    </Button>
  );
}
