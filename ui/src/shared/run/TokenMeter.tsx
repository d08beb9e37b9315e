import { Progress as Bar, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { RunInput, TaskSpec } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { integer } from "../format/format";
import { usePromptPreview } from "../query/tasks";
import classes from "./run.module.css";

interface TokenMeterProps {
  task: TaskSpec | null;
  input: RunInput | null;
  /** Whether a document that does not fit can be read in pieces. */
  pieces: boolean;
}

/** Milliseconds of quiet before tokens are counted again. */
const QUIET = 400;

/**
 * How many tokens prompt and document have, of those that the model holds: known before the run.
 * `task` and `input` must keep their identity while they say the same.
 */
export function TokenMeter({ task, input, pieces }: TokenMeterProps) {
  const [settledTask] = useDebouncedValue(task, QUIET);
  const [settledInput] = useDebouncedValue(input, QUIET);
  const preview = usePromptPreview(settledTask, settledInput);
  const words = text.run;
  if (input === null) {
    return (
      <Text size="xs" c="dimmed">
        {words.nothing}
      </Text>
    );
  }
  if (preview.error) {
    return (
      <Text size="xs" c="dimmed" lineClamp={2}>
        {asHostError(preview.error).message}
      </Text>
    );
  }
  if (!preview.data) {
    return (
      <Text size="xs" c="dimmed">
        {words.counting}
      </Text>
    );
  }
  const { tokens, text: prompt } = preview.data;
  // Without a prompt only the embedder reads, which goes through any document piece by piece.
  const context = prompt === null ? 0 : preview.data.context;
  const over = context > 0 && tokens > context;
  const hint = over ? (pieces ? words.chunked : words.tooLong) : null;
  return (
    <div className={classes.meter} data-testid="token-meter" title={words.tokensLabel}>
      <Text size="xs" c="dimmed">
        {context > 0
          ? words.tokens(integer(tokens), integer(context))
          : words.tokensPlain(integer(tokens))}
        {hint && ` · ${hint}`}
      </Text>
      {context > 0 && (
        <Bar
          size={4}
          value={Math.min(100, (tokens / context) * 100)}
          color={over ? "yellow" : undefined}
          aria-label={words.tokensLabel}
        />
      )}
    </div>
  );
}
