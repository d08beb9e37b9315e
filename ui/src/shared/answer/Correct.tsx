import { Button, Group } from "@mantine/core";
import { IconCheck, IconPencil } from "@tabler/icons-react";
import { text } from "../../i18n";

const words = text.teach;

interface CorrectProps {
  /** Whether the person has given this very answer. */
  told: boolean;
  busy: boolean;
  onRight: () => void;
  onCorrect: () => void;
}

/** Says that an answer is right, or goes on to say which one is. */
export function Correct({ told, busy, onRight, onCorrect }: CorrectProps) {
  return (
    <Group gap="xs">
      {!told && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconCheck size={15} />}
          disabled={busy}
          data-testid="label-right"
          onClick={onRight}
        >
          {words.right}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPencil size={15} />}
        disabled={busy}
        data-testid="label-correct"
        onClick={onCorrect}
      >
        {words.correct}
      </Button>
    </Group>
  );
}
