import { Button } from "@mantine/core";
import { useState } from "react";
import type { LabelScoreView } from "../../generated";
import { text } from "../../i18n";
import { Bar } from "../bar/Bar";
import { percent } from "../format/format";
import classes from "./answer.module.css";

interface LabelBarsProps {
  scores: LabelScoreView[];
  /** The labels that were answered. */
  chosen: string[];
}

/** With more labels than this, the others wait behind a button. */
const FIRST = 12;

/** A bar for every label, the most probable first. */
export function LabelBars({ scores, chosen }: LabelBarsProps) {
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, scores.length - FIRST);
  return (
    <>
      <ul className={classes.bars} aria-label={text.answer.scores}>
        {scores.slice(0, scores.length - hidden).map(({ label, probability }) => (
          <li
            key={label}
            className={classes.bar}
            data-testid="label-score"
            data-label={label}
            data-probability={probability}
            data-chosen={chosen.includes(label)}
          >
            <span className={classes.barLabel}>{label}</span>
            <Bar share={probability} chosen={chosen.includes(label)} />
            <span className={classes.barValue}>{percent(probability)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {text.answer.allLabels(scores.length)}
        </Button>
      )}
    </>
  );
}
