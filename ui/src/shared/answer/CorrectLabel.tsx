import { Button, Group, Kbd, Select, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { text } from "../../i18n";
import classes from "./answer.module.css";
import { Correct } from "./Correct";
import type { Correcting } from "./correcting";

/** With more labels than there are number keys, they are searched. */
const KEYS = 9;

const words = text.teach;

interface CorrectLabelProps {
  label: string | null;
  /** Whether the person has given this very answer. */
  told: boolean;
  correcting: Correcting;
}

/** Says that a label is right, or which one is. */
export function CorrectLabel({ label, told, correcting }: CorrectLabelProps) {
  const [open, setOpen] = useState(false);
  const { busy, onLabel } = correcting;
  const choose = (chosen: string | null) => {
    setOpen(false);
    onLabel(chosen);
  };
  if (open) {
    return <Choice correcting={correcting} onChoose={choose} onLeave={() => setOpen(false)} />;
  }
  return (
    <Correct
      told={told}
      busy={busy}
      onRight={() => onLabel(label)}
      onCorrect={() => setOpen(true)}
    />
  );
}

interface ChoiceProps {
  correcting: Correcting;
  onChoose: (label: string | null) => void;
  onLeave: () => void;
}

function Choice({ correcting, onChoose, onLeave }: ChoiceProps) {
  const names = correcting.task.labels.map(({ name }) => name);
  return names.length > KEYS ? (
    <Searched names={names} onChoose={onChoose} onLeave={onLeave} />
  ) : (
    <Numbered names={names} onChoose={onChoose} onLeave={onLeave} />
  );
}

interface ListProps extends Omit<ChoiceProps, "correcting"> {
  names: string[];
}

/** A few labels, each with its key. */
function Numbered({ names, onChoose, onLeave }: ListProps) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const options: Array<string | null> = [...names, null];
  return (
    <Stack
      gap={6}
      role="group"
      aria-label={words.choose}
      className={classes.choice}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          onLeave();
        }
        const chosen = event.key === "0" ? null : names[Number(event.key) - 1];
        if (chosen !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
          event.preventDefault();
          onChoose(chosen);
        }
      }}
    >
      <Group gap={6}>
        {options.map((name, index) => (
          <Button
            key={name ?? ""}
            ref={index === 0 ? first : undefined}
            size="compact-sm"
            variant="default"
            leftSection={<Kbd size="xs">{name === null ? 0 : index + 1}</Kbd>}
            data-testid={name === null ? "label-none" : `label-choice-${index}`}
            onClick={() => onChoose(name)}
          >
            {name ?? words.noneOfThese}
          </Button>
        ))}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onLeave}>
          {words.cancel}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {words.chooseHint}
      </Text>
    </Stack>
  );
}

/** Many labels, searched by typing. */
function Searched({ names, onChoose, onLeave }: ListProps) {
  const none = "none";
  const options = [
    { value: none, label: words.noneOfThese },
    ...names.map((name, index) => ({ value: String(index), label: name })),
  ];
  return (
    <Group gap="xs" className={classes.choice}>
      <Select
        flex={1}
        size="sm"
        searchable
        autoFocus
        data={options}
        limit={100}
        aria-label={words.choose}
        placeholder={words.chooseSearch}
        data-testid="label-search"
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onLeave();
          }
        }}
        onChange={(value) => {
          if (value !== null) {
            onChoose(value === none ? null : (names[Number(value)] ?? null));
          }
        }}
      />
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onLeave}>
        {words.cancel}
      </Button>
    </Group>
  );
}
