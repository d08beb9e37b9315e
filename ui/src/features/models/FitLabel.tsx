import { Group, Text } from "@mantine/core";
import type { Fit } from "../../generated";
import { text } from "../../i18n";
import { bytes } from "../../shared/format/format";
import classes from "./models.module.css";

const words = text.models;

interface FitLabelProps {
  fit: Fit;
  /** Bytes. */
  needed?: number;
  /** Bytes. */
  free?: number;
}

/** Whether a model fits in memory, with the numbers. */
export function FitLabel({ fit, needed, free }: FitLabelProps) {
  const numbers =
    needed === undefined
      ? null
      : free === undefined
        ? words.fitMemoryOnly(bytes(needed))
        : words.fitMemory(bytes(needed), bytes(free));
  return (
    <Group gap={8} wrap="nowrap" data-testid="model-fit" data-fit={fit}>
      <span className={classes.dot} data-fit={fit} aria-hidden />
      <Text size="sm">
        {words.fits[fit]}
        {numbers !== null && (
          <Text span size="sm" c="dimmed">
            {" "}
            · {numbers}
          </Text>
        )}
      </Text>
    </Group>
  );
}
