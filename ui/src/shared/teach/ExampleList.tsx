import { ActionIcon, Badge, Group, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { JsonValue, TaskSpec, TaughtExample, TeachingView } from "../../generated";
import { text } from "../../i18n";
import { inline } from "../answer/words";
import { moment } from "../format/format";
import { complain, offerUndo } from "../notice/toast";
import { useExampleChange } from "../query/teaching";
import classes from "./teach.module.css";

const words = text.teach;

interface ExampleListProps {
  task: TaskSpec;
  view: TeachingView;
  /** Examples were taken back or put back. */
  onChange: () => void;
}

/** The documents that a task was taught by, the latest first; each can be taken back. */
export function ExampleList({ task, view, onChange }: ExampleListProps) {
  const change = useExampleChange(task);
  const drop = (id: string) =>
    change.mutateAsync({ id, back: false }).then(() => {
      onChange();
      offerUndo(words.dropped, words.undo, () => {
        change.mutateAsync({ id, back: true }).then(onChange, complain);
      });
    }, complain);
  if (view.examples.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.examplesNone}
      </Text>
    );
  }
  return (
    <>
      {view.examples.length < view.total && (
        <Text size="xs" c="dimmed">
          {words.shown(view.examples.length, view.total)}
        </Text>
      )}
      <ul className={classes.examples} aria-label={words.examples}>
        {view.examples.map((example) => (
          <Example
            key={example.id}
            example={example}
            busy={change.isPending}
            onDrop={() => void drop(example.id)}
          />
        ))}
      </ul>
    </>
  );
}

interface ExampleProps {
  example: TaughtExample;
  busy: boolean;
  onDrop: () => void;
}

function Example({ example, busy, onDrop }: ExampleProps) {
  const name = example.document ?? example.text.slice(0, 60);
  return (
    <li className={classes.example} data-testid="taught-example">
      <Stack gap={2} miw={0}>
        <Text size="sm" lineClamp={2}>
          {example.document && !example.text.startsWith(name.replace(/…$/, "")) ? (
            <strong>{name}</strong>
          ) : (
            example.text
          )}
        </Text>
        <Answer value={example.answer} />
        <Text size="xs" c="dimmed">
          {moment(example.createdAt)}
        </Text>
      </Stack>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={busy}
        aria-label={words.drop(name)}
        data-testid="taught-drop"
        onClick={onDrop}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  );
}

/** Labels as badges; values of fields, one a line. */
function Answer({ value }: { value: JsonValue }) {
  if (Array.isArray(value) && value.length > 0) {
    return (
      <Group gap={4}>
        {value.map((label) => (
          <Badge key={inline(label)} size="sm" tt="none">
            {inline(label)}
          </Badge>
        ))}
      </Group>
    );
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return (
      <Badge
        size="sm"
        color={value === null || Array.isArray(value) ? "gray" : undefined}
        tt="none"
      >
        {value === null || Array.isArray(value) ? words.noneOfThese : inline(value)}
      </Badge>
    );
  }
  return (
    <>
      {Object.entries(value).map(([field, said]) => (
        <Text key={field} size="xs">
          <Text span inherit c="dimmed">
            {field}:
          </Text>{" "}
          {said === null || said === undefined
            ? words.absent
            : Array.isArray(said)
              ? said.map(inline).join(" · ")
              : inline(said)}
        </Text>
      ))}
    </>
  );
}
