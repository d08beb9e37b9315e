import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconStar, IconStarFilled, IconStrikethrough } from "@tabler/icons-react";
import { text } from "../../i18n";
import type { Mark } from "../draft/stars";

const words = text.answer.marks;

export interface Marking {
  /** How a sentence is marked. */
  markOf: (sentence: string) => Mark | null;
  mark: (sentence: string, mark: Mark | null) => void;
  /** What is marked in this document, in words; null: nothing. */
  tally: string | null;
  /** Makes the summary anew, with what is marked. */
  update: () => void;
}

/** A star and a strike-out beside a sentence: the task learns from both. */
export function SentenceMarks({ sentence, marking }: { sentence: string; marking: Marking }) {
  const now = marking.markOf(sentence);
  const toggle = (mark: Mark) => marking.mark(sentence, now === mark ? null : mark);
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={words.star}>
        <ActionIcon
          variant="subtle"
          color={now === "starred" ? undefined : "gray"}
          aria-label={words.starLabel(sentence)}
          aria-pressed={now === "starred"}
          data-testid="sentence-star"
          onClick={() => toggle("starred")}
        >
          {now === "starred" ? <IconStarFilled size={15} /> : <IconStar size={15} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={words.strike}>
        <ActionIcon
          variant={now === "struck" ? "light" : "subtle"}
          color="gray"
          aria-label={words.strikeLabel(sentence)}
          aria-pressed={now === "struck"}
          data-testid="sentence-strike"
          onClick={() => toggle("struck")}
        >
          <IconStrikethrough size={15} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
