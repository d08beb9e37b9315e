import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { RunInput, TaskSpec } from "../../generated";
import { asHostError } from "../../host";
import { text as words } from "../../i18n";
import { Fold } from "../../shared/form/Fold";
import { usePromptPreview } from "../../shared/query/tasks";
import classes from "./playground.module.css";

interface RawPromptProps {
  task: TaskSpec | null;
  input: RunInput | null;
}

/** The prompt with every control token written out. */
export function RawPrompt({ task, input }: RawPromptProps) {
  const playground = words.tasks.playground;
  return (
    <Fold title={playground.raw} testId="playground-raw">
      {input === null ? (
        <Text size="sm" c="dimmed">
          {playground.rawEmpty}
        </Text>
      ) : (
        <Rendered task={task} input={input} />
      )}
    </Fold>
  );
}

function Rendered({ task, input }: RawPromptProps) {
  const [settledTask] = useDebouncedValue(task, 400);
  const [settledInput] = useDebouncedValue(input, 400);
  const preview = usePromptPreview(settledTask, settledInput);
  if (preview.error) {
    return (
      <Text size="sm" c="dimmed">
        {asHostError(preview.error).message}
      </Text>
    );
  }
  return (
    <>
      <Text size="xs" c="dimmed" mb={6}>
        {words.tasks.playground.rawHint}
      </Text>
      <pre className={classes.raw} data-testid="playground-raw-text">
        {preview.data?.text ?? ""}
      </pre>
    </>
  );
}
