import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import type { TaskSpec } from "../../generated";
import { chooseFile, chooseTarget } from "../../host";
import { text } from "../../i18n";
import { useSheets } from "../draft/sheets";
import { complain, say } from "../notice/toast";
import { useExportTeaching, useImportTeaching } from "../query/teaching";

const words = text.teach;

/** Writes a taught task to a file, or takes one in. */
export function HandOn({ task, learned }: { task: TaskSpec | null; learned: boolean }) {
  const [texts, setTexts] = useState(false);
  const write = useExportTeaching();
  const take = useImportTeaching();
  const fill = useSheets((store) => store.fill);
  const onExport = async () => {
    const name = task?.name.replace(/[\\/:*?"<>|]+/g, " ").trim() || "taught-task";
    const path = task && (await chooseTarget(words.share, `${name}.json`));
    if (path) {
      await write.mutateAsync({ task, texts, path });
      say(words.exported);
    }
  };
  const onImport = async () => {
    const path = await chooseFile(words.importTitle, ["json"]);
    if (path) {
      const saved = await take.mutateAsync(path);
      fill(saved.task, saved.id);
      say(words.imported(saved.task.name));
    }
  };
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        {words.shareWhy}
      </Text>
      <Checkbox
        size="sm"
        label={words.withText}
        description={words.withTextWhy}
        checked={texts}
        disabled={!learned}
        onChange={(event) => setTexts(event.currentTarget.checked)}
      />
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconUpload size={15} />}
          disabled={!learned}
          loading={write.isPending}
          onClick={() => void onExport().catch(complain)}
        >
          {words.export}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={15} />}
          loading={take.isPending}
          onClick={() => void onImport().catch(complain)}
        >
          {words.import}
        </Button>
      </Group>
    </Stack>
  );
}
