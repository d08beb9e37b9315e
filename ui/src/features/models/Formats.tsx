import { Text } from "@mantine/core";
import type { FormatView, OptimizationView } from "../../generated";
import { text } from "../../i18n";
import { Bar } from "../../shared/bar/Bar";
import { bytes, rate } from "../../shared/format/format";
import classes from "./models.module.css";

const words = text.models.optimize;

interface FormatsProps {
  name: string;
  measured: OptimizationView;
}

/** The formats of a model as they were timed on this computer, a bar for each. */
export function Formats({ name, measured }: FormatsProps) {
  const fastest = Math.max(...measured.formats.map(({ prefillRate }) => prefillRate ?? 0), 1);
  return (
    <section aria-label={words.title(name)} data-testid="model-formats">
      <Text size="sm" mb={6}>
        {words.result(measured.gain.toFixed(1), measured.device)}
      </Text>
      <ul className={classes.formats}>
        {measured.formats.map((format) => (
          <li
            key={format.format}
            className={classes.format}
            data-chosen={format.verdict === "chosen"}
            data-testid="model-format"
          >
            <span>{format.format}</span>
            <Bar share={(format.prefillRate ?? 0) / fastest} chosen={format.verdict === "chosen"} />
            <span className={classes.figures}>{figures(format)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function figures(format: FormatView): string {
  const parts = [bytes(format.bytes)];
  if (format.prefillRate !== null) {
    parts.push(words.reads(rate(format.prefillRate)));
  }
  if (format.decodeRate !== null) {
    parts.push(words.writes(rate(format.decodeRate)));
  }
  const away = format.divergence ?? (format.cosine === null ? null : 1 - format.cosine);
  if (away !== null) {
    parts.push(words.divergence(away.toFixed(4)));
  }
  parts.push(format.reason ?? words.verdicts[format.verdict]);
  return parts.join(" · ");
}
