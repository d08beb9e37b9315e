import { Alert, List } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import type { DoubtView } from "../../generated";
import { text } from "../../i18n";
import { doubt } from "./words";

/** Reasons to look twice, in words. */
export function Doubts({ doubts }: { doubts: DoubtView[] }) {
  if (doubts.length === 0) {
    return null;
  }
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconEye />}
      title={text.answer.doubts.title}
      data-testid="doubts"
    >
      <List size="sm" spacing={2}>
        {doubts.map(doubt).map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
