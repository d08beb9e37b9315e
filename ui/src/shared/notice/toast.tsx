/** Passing remarks in the corner of the window. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { asHostError } from "../../host";
import { text } from "../../i18n";

/** Says that something went well. */
export function say(message: string): void {
  notifications.show({ message, withBorder: true });
}

/** Says what went wrong with something that has no place of its own on the page. */
export function complain(thrown: unknown): void {
  const error = asHostError(thrown);
  notifications.show({
    color: "red",
    title: text.errors.titles[error.code],
    message: error.message,
    withBorder: true,
    autoClose: 12_000,
  });
}

/** Says what was done, and offers to undo it. */
export function offerUndo(message: string, label: string, undo: () => void): void {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    withBorder: true,
    autoClose: 10_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="light"
          data-testid="undo"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {label}
        </Button>
      </Group>
    ),
  });
}
