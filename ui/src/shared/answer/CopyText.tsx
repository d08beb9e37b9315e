import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { text } from "../../i18n";

/** Copies a text, and says so. */
export function CopyText({ value, label = text.answer.copy }: { value: string; label?: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? text.answer.copied : label}>
          <ActionIcon
            variant="subtle"
            color={copied ? undefined : "gray"}
            aria-label={copied ? text.answer.copied : label}
            onClick={copy}
          >
            {copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
