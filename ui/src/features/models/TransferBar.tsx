import { Button, Group, Progress, Text } from "@mantine/core";
import { text } from "../../i18n";
import { percent } from "../../shared/format/format";
import { stopTransfer, useTransfer } from "./transfers";

interface TransferBarProps {
  id: string;
  label: string;
  /** Says how far it is; without it a percentage. */
  say?: (done: number, total: number | null) => string;
}

/** How far a load, download or measurement is, with a way to stop it. */
export function TransferBar({ id, label, say }: TransferBarProps) {
  const transfer = useTransfer(id);
  if (!transfer) {
    return null;
  }
  const { done, total, stopping, doing } = transfer;
  const fraction = total !== null && total > 0 ? done / total : null;
  const words = say?.(done, total) ?? (fraction === null ? "" : percent(fraction));
  return (
    <Group gap="sm" wrap="nowrap" role="status" aria-live="polite">
      <div style={{ flex: 1 }}>
        <Text size="xs" c="dimmed" mb={4}>
          {doing ?? label} {words}
        </Text>
        <Progress
          size="sm"
          value={(fraction ?? 1) * 100}
          striped={fraction === null}
          animated={fraction === null}
          aria-label={doing ?? label}
        />
      </div>
      <Button
        size="xs"
        variant="light"
        color="red"
        disabled={stopping}
        onClick={() => void stopTransfer(id)}
      >
        {text.models.stop}
      </Button>
    </Group>
  );
}
