import { ThemeIcon } from "@mantine/core";
import { IconAlignLeft, IconListSearch, IconPrompt, IconTags } from "@tabler/icons-react";
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";

const ICONS = {
  classify: IconTags,
  extract: IconListSearch,
  summarize: IconAlignLeft,
  generate: IconPrompt,
} satisfies Record<TaskKind, unknown>;

/** The sign of a kind of task. */
export function KindIcon({ kind }: { kind: TaskKind }) {
  const Icon = ICONS[kind];
  return (
    <ThemeIcon variant="light" size={30} radius="md">
      <Icon size={16} stroke={1.75} aria-label={text.history.kinds[kind]} />
    </ThemeIcon>
  );
}
