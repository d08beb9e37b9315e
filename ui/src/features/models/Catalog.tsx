import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconWorldDownload } from "@tabler/icons-react";
import type { CatalogView } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { bytes } from "../../shared/format/format";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { say } from "../../shared/notice/toast";
import { useCatalog } from "../../shared/query/models";
import { FitLabel } from "./FitLabel";
import classes from "./models.module.css";
import { TransferBar } from "./TransferBar";
import { downloadModel, useTransfer } from "./transfers";

const words = text.models;

/** Models that could be had, with the host that a download would talk to. */
export function Catalog({ free }: { free: number | undefined }) {
  const catalog = useCatalog();
  if (catalog.error) {
    return <ErrorNotice error={asHostError(catalog.error)} />;
  }
  if (!catalog.data || catalog.data.length === 0) {
    return null;
  }
  return (
    <Stack gap="sm" component="section" aria-label={words.catalog}>
      <div>
        <Title order={2}>{words.catalog}</Title>
        <Group gap={6} mt={2} c="dimmed" wrap="nowrap">
          <IconWorldDownload size={15} className={classes.sign} aria-hidden />
          <Text size="sm">{words.catalogNetwork}</Text>
        </Group>
      </div>
      {catalog.data.map((entry) => (
        <Entry key={entry.id} entry={entry} free={free} />
      ))}
    </Stack>
  );
}

function sayBytes(done: number, total: number | null): string {
  return total === null
    ? words.downloadingSome(bytes(done))
    : words.downloading(bytes(done), bytes(total));
}

function Entry({ entry, free }: { entry: CatalogView; free: number | undefined }) {
  const transfer = useTransfer(entry.id);
  const download = async () => {
    const model = await downloadModel(entry.id);
    if (model) {
      say(words.downloaded(model.name));
    }
  };
  return (
    <article className={classes.card} data-testid="catalog-card">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.about}>
          <Group gap="xs">
            <Title order={3}>{entry.name}</Title>
            <Badge color="gray">{words.purposes[entry.purpose]}</Badge>
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {entry.goodFor}
          </Text>
        </div>
        {entry.installed ? (
          <Badge>{words.installed}</Badge>
        ) : (
          !transfer && (
            <Stack gap={2} align="flex-end">
              <Button
                size="xs"
                variant="default"
                leftSection={<IconDownload size={15} />}
                aria-label={words.downloadLabel(bytes(entry.bytes), entry.name, entry.host)}
                data-testid="model-download"
                onClick={() => void download()}
              >
                {words.download(bytes(entry.bytes))}
              </Button>
              <Text size="xs" c="dimmed">
                {words.from(entry.host)}
              </Text>
            </Stack>
          )
        )}
      </Group>
      <TransferBar id={entry.id} label={words.from(entry.host)} say={sayBytes} />
      <Group gap="lg">
        <FitLabel fit={entry.fit} free={free} />
        <Text size="sm" c="dimmed">
          {entry.parameters} · {entry.license}
        </Text>
      </Group>
    </article>
  );
}
