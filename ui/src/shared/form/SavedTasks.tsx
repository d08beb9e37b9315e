import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBookmark, IconChevronDown, IconEraser, IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { SavedTask, TaskKind } from "../../generated";
import { text } from "../../i18n";
import { useSheets } from "../draft/sheets";
import { STARTERS } from "../draft/starters";
import { toSpec } from "../draft/toSpec";
import { problemWords } from "../draft/words";
import { complain, say } from "../notice/toast";
import { useDeleteTask, useSaveTask, useTasks } from "../query/tasks";

/** Opens, saves and forgets tasks of one kind. */
export function SavedTasks({ kind }: { kind: TaskKind }) {
  const words = text.form.saved;
  const { draft, taskId } = useSheets((store) => store.sheets[kind]);
  const fill = useSheets((store) => store.fill);
  const begin = useSheets((store) => store.begin);
  const starters = STARTERS.filter((starter) => starter.kind === kind);
  const clear = useSheets((store) => store.clear);
  const [naming, { open, close }] = useDisclosure(false);
  const tasks = useTasks();
  const forget = useDeleteTask();
  const save = useSave(kind);
  const mine = (tasks.data ?? []).filter(({ task }) => task.kind === kind);
  const current = mine.find(({ id }) => id === taskId);
  return (
    <>
      <Menu position="bottom-end" width={280} shadow="md">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconBookmark size={15} />}
            rightSection={<IconChevronDown size={14} />}
            data-testid="saved-tasks"
          >
            {current ? current.task.name : words.button}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mine.length === 0 && <Menu.Label>{words.none}</Menu.Label>}
          {mine.map((saved) => (
            <Group key={saved.id} gap={0} wrap="nowrap">
              <Menu.Item flex={1} onClick={() => fill(saved.task, saved.id)}>
                <Text size="sm" truncate>
                  {saved.task.name}
                </Text>
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={words.remove(saved.task.name)}
                onClick={() => forget.mutate(saved.id, { onError: complain })}
              >
                <IconX size={14} />
              </ActionIcon>
            </Group>
          ))}
          {starters.length > 0 && (
            <>
              <Menu.Divider />
              <Menu.Label>{text.starters.title}</Menu.Label>
              {starters.map((starter) => (
                <Menu.Item key={starter.name} onClick={() => begin(starter)}>
                  {starter.name}
                </Menu.Item>
              ))}
            </>
          )}
          <Menu.Divider />
          {current && (
            <Menu.Item onClick={() => save(current.id, draft.name)}>{words.save}</Menu.Item>
          )}
          <Menu.Item onClick={open} data-testid="save-task-as">
            {words.saveAs}
          </Menu.Item>
          <Menu.Item leftSection={<IconEraser size={15} />} onClick={() => clear(kind)}>
            {words.clear}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NameDialog
        opened={naming}
        current={current}
        onClose={close}
        onName={(name) => {
          close();
          save(null, name);
        }}
      />
    </>
  );
}

function useSave(kind: TaskKind) {
  const draft = useSheets((store) => store.sheets[kind].draft);
  const kept = useSheets((store) => store.kept);
  const mutation = useSaveTask();
  return (id: string | null, name: string) => {
    const result = toSpec(kind, { ...draft, name });
    if (!result.ok) {
      complain(new Error(problemWords(result.problems)));
      return;
    }
    mutation.mutate(
      { id, task: result.spec },
      {
        onSuccess: (saved) => {
          kept(saved);
          say(text.form.saved.saved(saved.task.name));
        },
        onError: complain,
      },
    );
  };
}

interface NameDialogProps {
  opened: boolean;
  current: SavedTask | undefined;
  onClose: () => void;
  onName: (name: string) => void;
}

function NameDialog({ opened, current, onClose, onName }: NameDialogProps) {
  const words = text.form.saved;
  const [name, setName] = useState(current?.task.name ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") {
      onName(name.trim());
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={words.saveAs} centered>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={words.saveName}
            description={words.saveHint}
            data-autofocus
            data-testid="task-name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={name.trim() === ""} data-testid="task-save">
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
