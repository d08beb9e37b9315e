import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import { useState } from "react";
import type { FileChoice, TaskKind } from "../../generated";
import { chooseFolder } from "../../host";
import { text as words } from "../../i18n";
import { openPaths, watchFolder } from "../desk";
import { complain, say } from "../notice/toast";

interface FolderDialogProps {
  kind: TaskKind;
  opened: boolean;
  onClose: () => void;
}

/** Which documents of a folder, and whether to go on with those that come. */
export function FolderDialog({ kind, opened, onClose }: FolderDialogProps) {
  const [include, setInclude] = useState("");
  const [exclude, setExclude] = useState("");
  const [watch, setWatch] = useState(false);
  const choose = async () => {
    const path = await chooseFolder(words.document.folderTitle);
    if (path === null) {
      return;
    }
    onClose();
    const choice: FileChoice = { include: patterns(include), exclude: patterns(exclude) };
    const watching = watch ? watchFolder(kind, path, choice) : undefined;
    const found = await openPaths(kind, [path], choice);
    if (found === 0 && !watch) {
      say(words.document.folderEmpty);
    }
    await watching;
  };
  return (
    <Modal opened={opened} onClose={onClose} title={words.document.folderTitle} centered>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.document.folderLead}
        </Text>
        <TextInput
          label={words.document.include}
          description={words.document.includeHint}
          placeholder="*.pdf, *.docx"
          data-testid="folder-include"
          data-autofocus
          value={include}
          onChange={(event) => setInclude(event.currentTarget.value)}
        />
        <TextInput
          label={words.document.exclude}
          description={words.document.excludeHint}
          data-testid="folder-exclude"
          value={exclude}
          onChange={(event) => setExclude(event.currentTarget.value)}
        />
        <Checkbox
          label={words.document.watch}
          description={words.document.watchHint}
          data-testid="folder-watch"
          checked={watch}
          onChange={(event) => setWatch(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button
            leftSection={<IconFolder size={15} />}
            data-testid="folder-choose"
            onClick={() => void choose().catch(complain)}
          >
            {words.document.chooseFolder}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function patterns(typed: string): string[] {
  return typed
    .split(",")
    .map((pattern) => pattern.trim())
    .filter(Boolean);
}
