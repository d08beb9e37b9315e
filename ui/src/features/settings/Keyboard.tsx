import { Group, Kbd, SimpleGrid, Text } from "@mantine/core";
import { text } from "../../i18n";
import { Panel } from "../../shared/layout/Panel";

const words = text.settings;

/** What the keyboard does. */
export function Keyboard() {
  return (
    <Panel title={words.keyboard}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
        {words.keys.map(({ keys, does }) => (
          <Group key={does} gap="sm" wrap="nowrap">
            <Group gap={4} w={120} wrap="nowrap">
              {keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </Group>
            <Text size="sm" c="dimmed">
              {does}
            </Text>
          </Group>
        ))}
      </SimpleGrid>
    </Panel>
  );
}
