import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./layout.module.css";

interface PageProps {
  title: string;
  lead: string;
  /** What stands at the right of the title. */
  actions?: ReactNode;
  /** Whether the page may use all the width. */
  wide?: boolean;
  children: ReactNode;
}

/** A page with its title. */
export function Page({ title, lead, actions, wide = false, children }: PageProps) {
  return (
    <div className={classes.page} data-wide={wide}>
      <Group justify="space-between" align="flex-end" gap="md" mb="lg" wrap="wrap">
        <Stack gap={2}>
          <Title order={1}>{title}</Title>
          <Text c="dimmed" size="sm">
            {lead}
          </Text>
        </Stack>
        {actions}
      </Group>
      {children}
    </div>
  );
}
