import { Button, Group, Stack, Text } from "@mantine/core";
import { IconBulb } from "@tabler/icons-react";
import { useState } from "react";
import type { TaskKind, TaskSpec } from "../../generated";
import { text } from "../../i18n";
import { type DeskFile, show } from "../desk";
import { complain } from "../notice/toast";
import { useSuggestion } from "../query/teaching";

const words = text.teach;

interface NextProps {
  kind: TaskKind;
  task: TaskSpec;
  files: DeskFile[];
  busy: boolean;
  onLeave: () => void;
}

/** Which of the page's documents is best answered next. */
export function Next({ kind, task, files, busy, onLeave }: NextProps) {
  const suggestion = useSuggestion();
  const [none, setNone] = useState(false);
  const read = files.flatMap((file) =>
    file.read.state === "ready" ? [{ key: file.key, id: file.read.document.id }] : [],
  );
  if (read.length < 2) {
    return (
      <Text size="sm" c="dimmed">
        {words.nextNeeds}
      </Text>
    );
  }
  const find = () =>
    suggestion.mutate(
      { task, documents: read.map(({ id }) => id) },
      {
        onError: complain,
        onSuccess: (id) => {
          const file = read.find((each) => each.id === id);
          setNone(file === undefined);
          if (file) {
            show(kind, file.key);
            onLeave();
          }
        },
      },
    );
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {words.nextWhy}
      </Text>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconBulb size={15} />}
          loading={suggestion.isPending}
          disabled={busy}
          data-testid="teach-next"
          onClick={find}
        >
          {words.nextFind}
        </Button>
        {none && (
          <Text size="sm" c="dimmed" role="status">
            {words.nextNone}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
