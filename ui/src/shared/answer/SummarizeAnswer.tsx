import { Button, Group, Stack, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { AnswerView } from "../../generated";
import { text } from "../../i18n";
import { sentenceMark } from "../document/marks";
import classes from "./answer.module.css";
import { type Marking, SentenceMarks } from "./SentenceMarks";

type Summarized = Extract<AnswerView, { kind: "summarize" }>;

interface SummarizeAnswerProps {
  answer: Summarized;
  active: string | null;
  onActive: (id: string | null) => void;
  /** Where the task can learn from it. */
  marking?: Marking;
}

/** The summary sentence by sentence, each linked to its place in the document. */
export function SummarizeAnswer({ answer, active, onActive, marking }: SummarizeAnswerProps) {
  const words = text.answer;
  return (
    <Stack gap="sm">
      <ol className={classes.sentences}>
        {answer.sentences.map((sentence, index) => {
          const id = sentenceMark(index);
          return (
            <li key={id} className={classes.markable}>
              <UnstyledButton
                className={classes.sentence}
                data-testid="summary-sentence"
                data-active={active === id}
                data-text={sentence.text}
                data-verified={sentence.verified}
                onMouseEnter={() => onActive(id)}
                onFocus={() => onActive(id)}
                onClick={() => onActive(id)}
              >
                <span className={classes.number} aria-hidden>
                  {index + 1}
                </span>
                <span>
                  {sentence.text}
                  {!sentence.verified && (
                    <Tooltip label={words.flagged}>
                      <IconAlertTriangle
                        size={15}
                        className={classes.flag}
                        aria-label={words.flagged}
                      />
                    </Tooltip>
                  )}
                </span>
              </UnstyledButton>
              {marking && answer.writtenBy === "selection" && (
                <SentenceMarks sentence={sentence.text} marking={marking} />
              )}
            </li>
          );
        })}
      </ol>
      {marking?.tally && (
        <Group gap="xs" role="status">
          <Text size="sm" c="dimmed" data-testid="marks-tally">
            {marking.tally}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            data-testid="marks-update"
            onClick={marking.update}
          >
            {text.teach.marks.update}
          </Button>
        </Group>
      )}
      <Text size="sm" c="dimmed">
        {words.writtenBy[answer.writtenBy]}
      </Text>
    </Stack>
  );
}
