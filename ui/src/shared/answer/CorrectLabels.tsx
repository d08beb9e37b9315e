import { Button, Checkbox, Group, Kbd, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { text } from "../../i18n";
import classes from "./answer.module.css";
import { Correct } from "./Correct";
import type { Correcting } from "./correcting";

/** Labels beyond the number keys are ticked with Tab and the space bar. */
const KEYS = 9;

const words = text.teach;

interface CorrectLabelsProps {
  /** Those that were answered. */
  labels: string[];
  /** Whether the person has given this very answer. */
  told: boolean;
  correcting: Correcting;
}

/** Says that several labels are right, or which ones are. */
export function CorrectLabels({ labels, told, correcting }: CorrectLabelsProps) {
  const [open, setOpen] = useState(false);
  const { busy, onLabels, task } = correcting;
  if (open) {
    return (
      <Ticks
        names={task.labels.map(({ name }) => name)}
        before={labels}
        onLeave={() => setOpen(false)}
        onTake={(chosen) => {
          setOpen(false);
          onLabels(chosen);
        }}
      />
    );
  }
  return (
    <Correct
      told={told}
      busy={busy}
      onRight={() => onLabels(labels)}
      onCorrect={() => setOpen(true)}
    />
  );
}

interface TicksProps {
  names: string[];
  before: string[];
  onTake: (labels: string[]) => void;
  onLeave: () => void;
}

/** Every label with a box to tick; the first ones have a key. */
function Ticks({ names, before, onTake, onLeave }: TicksProps) {
  const [ticked, setTicked] = useState(before);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const chosen = names.filter((name) => ticked.includes(name));
  const toggle = (name: string) =>
    setTicked((now) => (now.includes(name) ? now.filter((each) => each !== name) : [...now, name]));
  return (
    <Stack
      gap="xs"
      role="group"
      aria-label={words.chooseAll}
      className={classes.choice}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) {
          return;
        }
        const named = names.slice(0, KEYS)[Number(event.key) - 1];
        if (event.key === "Escape") {
          event.stopPropagation();
          onLeave();
        } else if (event.key === "Enter") {
          event.preventDefault();
          onTake(chosen);
        } else if (named !== undefined) {
          event.preventDefault();
          toggle(named);
        }
      }}
    >
      <div className={classes.ticks}>
        {names.map((name, index) => (
          <Checkbox
            key={name}
            ref={index === 0 ? first : undefined}
            size="sm"
            checked={ticked.includes(name)}
            data-testid={`label-tick-${index}`}
            label={
              <>
                {index < KEYS && <Kbd size="xs">{index + 1}</Kbd>} {name}
              </>
            }
            onChange={() => toggle(name)}
          />
        ))}
      </div>
      <Group gap="xs">
        <Button size="compact-sm" data-testid="labels-take" onClick={() => onTake(chosen)}>
          {chosen.length === 0 ? words.noneOfThese : words.take}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onLeave}>
          {words.cancel}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {words.chooseAllHint}
      </Text>
    </Stack>
  );
}
