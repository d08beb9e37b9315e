import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconFile, IconFolder } from "@tabler/icons-react";
import { useState } from "react";
import type { TaskKind } from "../../generated";
import { text as words } from "../../i18n";
import { openFiles } from "../desk";
import { FileChooser } from "../document/FileChooser";
import { useSamples } from "../query/samples";
import { FolderDialog } from "./FolderDialog";
import { takeSample } from "./takeSample";

/** Where documents come from: files and folders of this computer, and samples. */
export function DocumentSources({ kind }: { kind: TaskKind }) {
  const samples = useSamples();
  const fitting = (samples.data ?? []).filter((sample) => sample.kind === kind);
  const [folder, setFolder] = useState(false);
  const others = (samples.data ?? []).filter((sample) => sample.kind !== kind);
  return (
    <>
      <Menu position="bottom-end" width={280} shadow="md" disabled={!samples.data?.length}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            rightSection={<IconChevronDown size={14} />}
            data-testid="samples"
          >
            {words.document.samples}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflow: "auto" }}>
          <Menu.Label>{words.document.samplesHint}</Menu.Label>
          {fitting.map((sample) => (
            <Menu.Item key={sample.name} onClick={() => takeSample(kind, sample)}>
              {sample.title}
            </Menu.Item>
          ))}
          {fitting.length > 0 && others.length > 0 && <Menu.Divider />}
          {others.map((sample) => (
            <Menu.Item key={sample.name} onClick={() => takeSample(kind, sample)}>
              {sample.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <FileChooser
        label={words.document.open}
        testId="document-open"
        variant="light"
        size="compact-sm"
        leftSection={<IconFile size={15} />}
        onFiles={(files) => void openFiles(kind, files)}
      />
      <Tooltip label={words.document.openFolder}>
        <ActionIcon
          variant="light"
          size={26}
          aria-label={words.document.openFolder}
          data-testid="folder-open"
          onClick={() => setFolder(true)}
        >
          <IconFolder size={15} />
        </ActionIcon>
      </Tooltip>
      <FolderDialog kind={kind} opened={folder} onClose={() => setFolder(false)} />
    </>
  );
}
