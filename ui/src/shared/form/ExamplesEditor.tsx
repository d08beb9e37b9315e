import { Button, Stack, Text, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { type ExampleRow, emptyExample } from "../draft/draft";
import { parseJson } from "../draft/json";
import { Fold } from "./Fold";
import classes from "./form.module.css";
import { RowTools } from "./RowTools";
import { moved, replaced, without } from "./rows";

interface ExamplesEditorProps {
  kind: TaskKind;
  /** Whether several labels may be an answer. */
  multi?: boolean;
  examples: ExampleRow[];
  onChange: (examples: ExampleRow[]) => void;
}

/** Solved cases that are put before the document. */
export function ExamplesEditor({ kind, multi, examples, onChange }: ExamplesEditorProps) {
  const words = text.form.examples;
  const summary = examples.length === 0 ? words.none : words.count(examples.length);
  return (
    <Fold title={words.title} summary={summary}>
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {words.hint}
        </Text>
        {examples.map((example, index) => (
          <Example
            key={example.key}
            kind={kind}
            multi={multi ?? false}
            example={example}
            index={index}
            last={index === examples.length - 1}
            onChange={(part) => onChange(replaced(examples, example.key, part))}
            onMove={(by) => onChange(moved(examples, example.key, by))}
            onRemove={() => onChange(without(examples, example.key))}
          />
        ))}
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={15} />}
            data-testid="example-add"
            onClick={() => onChange([...examples, emptyExample()])}
          >
            {words.add}
          </Button>
        </div>
      </Stack>
    </Fold>
  );
}

interface ExampleProps {
  kind: TaskKind;
  multi: boolean;
  example: ExampleRow;
  index: number;
  last: boolean;
  onChange: (part: Partial<ExampleRow>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Example(props: ExampleProps) {
  const { kind, multi, example, index, last, onChange, onMove, onRemove } = props;
  const words = text.form.examples;
  const json = kind === "extract";
  const answer = multi ? words.outputPlaceholderMulti : words.outputPlaceholder;
  const output = json ? words.outputJson(index + 1) : words.output(index + 1);
  const parsed = json && example.output.trim() !== "" ? parseJson(example.output) : null;
  return (
    <div className={classes.example}>
      <Stack gap={6}>
        <Textarea
          aria-label={words.input(index + 1)}
          placeholder={words.inputPlaceholder}
          autosize
          minRows={2}
          maxRows={6}
          value={example.input}
          onChange={(event) => onChange({ input: event.currentTarget.value })}
        />
        <Textarea
          className={json ? classes.code : undefined}
          aria-label={output}
          placeholder={json ? '{"total": "12 EUR"}' : answer}
          autosize
          minRows={1}
          maxRows={6}
          value={example.output}
          error={parsed?.ok === false ? text.form.schemaError(parsed.message) : undefined}
          onChange={(event) => onChange({ output: event.currentTarget.value })}
        />
      </Stack>
      <RowTools
        what={words.input(index + 1)}
        first={index === 0}
        last={last}
        onMove={onMove}
        onRemove={onRemove}
      />
    </div>
  );
}
