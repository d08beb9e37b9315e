import type { LearningPoint } from "../../generated";
import { text } from "../../i18n";
import { percent } from "../format/format";
import classes from "./teach.module.css";

const [WIDTH, HEIGHT] = [420, 150];
const PLOT = { left: 42, right: 14, top: 12, bottom: 26 };
const LINES = [0, 0.5, 1];

const words = text.teach;

/** Right answers by number of examples, as a line with its points; read out as a list. */
export function LearningCurve({ points }: { points: LearningPoint[] }) {
  const most = Math.max(1, ...points.map(({ examples }) => examples));
  const x = (examples: number) => PLOT.left + ((WIDTH - PLOT.left - PLOT.right) * examples) / most;
  const y = (score: number) => PLOT.top + (HEIGHT - PLOT.top - PLOT.bottom) * (1 - score);
  const path = points.map(({ examples, score }) => `${x(examples)},${y(score)}`).join(" ");
  const last = points.at(-1);
  const said = points.map(({ examples, score }) => words.curvePoint(examples, percent(score)));
  return (
    <svg
      className={classes.curve}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${words.curve}. ${said.join("; ")}`}
      data-testid="learning-curve"
    >
      {LINES.map((score) => (
        <g key={score}>
          <line
            className={classes.grid}
            x1={PLOT.left}
            x2={WIDTH - PLOT.right}
            y1={y(score)}
            y2={y(score)}
          />
          <text
            className={classes.tick}
            x={PLOT.left - 8}
            y={y(score)}
            textAnchor="end"
            dy="0.35em"
          >
            {percent(score)}
          </text>
        </g>
      ))}
      {[0, most].map((examples) => (
        <text
          key={examples}
          className={classes.tick}
          x={x(examples)}
          y={HEIGHT - 8}
          textAnchor={examples === 0 ? "start" : "end"}
        >
          {examples === 0 ? examples : `${examples} ${words.curveExamples}`}
        </text>
      ))}
      <polyline className={classes.line} points={path} />
      {points.map((point) => (
        <circle
          key={point.examples}
          className={classes.dot}
          data-last={point === last}
          cx={x(point.examples)}
          cy={y(point.score)}
          r={point === last ? 4.5 : 3.5}
        />
      ))}
    </svg>
  );
}
