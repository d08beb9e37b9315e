import { Stack, Text, ThemeIcon } from "@mantine/core";
import type { ReactNode } from "react";

interface BlankProps {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** What stands where nothing is yet: it says what will be here and how to get it. */
export function Blank({ icon, title, children, action }: BlankProps) {
  return (
    <Stack align="center" gap="sm" py="xl" px="md" ta="center">
      <ThemeIcon variant="light" size={44} radius="xl">
        {icon}
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed" maw={380}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
