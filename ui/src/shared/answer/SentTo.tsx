import { Group, Text } from "@mantine/core";
import { IconCloudUpload } from "@tabler/icons-react";
import { text } from "../../i18n";

/** Says that a text left this computer, and where it went. */
export function SentTo({ host }: { host: string }) {
  return (
    <Group gap={6} wrap="nowrap" data-testid="ran-on">
      <IconCloudUpload size={15} aria-hidden />
      <Text size="sm">{text.endpoints.wentTo(host)}</Text>
    </Group>
  );
}
