import { ActionIcon, Group, Text, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from "@tabler/icons-react";
import { text as words } from "../../i18n";
import classes from "./FindBar.module.css";
import { MOST } from "./find";
import type { Find } from "./useFind";

/** Searches within a document: Enter goes on, Shift+Enter back, Esc closes. */
export function FindBar({ find }: { find: Find }) {
  const { wanted, count, at } = find;
  const none = wanted.trim() !== "" && count === 0;
  return (
    <Group className={classes.bar} gap={4} wrap="nowrap" role="search">
      <TextInput
        size="xs"
        flex={1}
        leftSection={<IconSearch size={14} />}
        aria-label={words.document.find}
        placeholder={words.document.find}
        data-testid="find"
        data-autofocus
        ref={(input) => find.focus(input)}
        value={wanted}
        error={none}
        onChange={(event) => find.search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            find.step(event.shiftKey ? -1 : 1);
          } else if (event.key === "Escape") {
            event.stopPropagation();
            find.close();
          }
        }}
      />
      <Text size="xs" c="dimmed" className={classes.count} role="status" data-testid="find-count">
        {wanted.trim() !== "" &&
          (none
            ? words.document.findNone
            : words.document.findCount(at + 1, count, count === MOST))}
      </Text>
      <Step label={words.document.findBack} disabled={count === 0} onClick={() => find.step(-1)}>
        <IconChevronUp size={15} />
      </Step>
      <Step label={words.document.findOn} disabled={count === 0} onClick={() => find.step(1)}>
        <IconChevronDown size={15} />
      </Step>
      <Step label={words.document.findClose} onClick={find.close}>
        <IconX size={15} />
      </Step>
    </Group>
  );
}

interface StepProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function Step({ label, disabled = false, onClick, children }: StepProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
