import { Button, Menu } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import type { ExportFormat, TaskKind } from "../../generated";
import { chooseTarget } from "../../host";
import { text } from "../../i18n";
import { complain, say } from "../../shared/notice/toast";
import { useExportRuns } from "../../shared/query/runs";

const words = text.history;

const FORMATS: Array<{ format: ExportFormat; extension: string }> = [
  { format: "csv", extension: "csv" },
  { format: "json", extension: "json" },
  { format: "jsonl", extension: "jsonl" },
  { format: "markdown", extension: "md" },
];

interface ExportMenuProps {
  search: string;
  kind: TaskKind | null;
  disabled: boolean;
}

/** Writes the runs that are listed to a file of the person's choice. */
export function ExportMenu({ search, kind, disabled }: ExportMenuProps) {
  const { mutateAsync, isPending } = useExportRuns();
  const write = async (format: ExportFormat, extension: string) => {
    try {
      const path = await chooseTarget(words.exportTitle, `winnow-history.${extension}`);
      if (path !== null) {
        const query = { search, kind, cursor: null, limit: null };
        say(words.exported(await mutateAsync({ query, format, path })));
      }
    } catch (thrown) {
      complain(thrown);
    }
  };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconFileExport size={16} />}
          loading={isPending}
          disabled={disabled}
          data-testid="history-export"
        >
          {words.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(({ format, extension }) => (
          <Menu.Item key={format} onClick={() => void write(format, extension)}>
            {words.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
