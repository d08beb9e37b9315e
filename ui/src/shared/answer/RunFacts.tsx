import type { OutcomeView } from "../../generated";
import { text } from "../../i18n";
import { Fold } from "../form/Fold";
import { duration, integer, rate } from "../format/format";
import { Facts } from "../layout/Facts";
import type { Progress } from "../run/progress";
import { coverage } from "./words";

interface RunFactsProps {
  outcome: OutcomeView;
  /** How the run went, when it was watched. */
  progress?: Progress;
}

function joined(...parts: Array<string | false>): string {
  return parts.filter((part) => part !== false).join(" · ");
}

/** Rows of what is known about a run; only what took part has a row. */
function facts({ outcome, progress }: RunFactsProps): Array<[string, string]> {
  const words = text.answer.facts;
  const { usage, timings } = outcome;
  const read = usage.prompt - usage.cached;
  const rows: Array<[string, string]> = [[words.coverage, coverage(outcome.coverage)]];
  if (outcome.modelName) {
    rows.push([words.model, outcome.modelName]);
  }
  if (outcome.fallbackName) {
    rows.push([words.fallback, outcome.fallbackName]);
  }
  if (outcome.embedderName) {
    rows.push([words.embedder, outcome.embedderName]);
  }
  if (usage.prompt > 0) {
    rows.push([
      words.prompt,
      joined(integer(usage.prompt), usage.cached > 0 && words.cached(integer(usage.cached))),
    ]);
  }
  if (usage.generated > 0) {
    rows.push([
      words.generated,
      joined(
        integer(usage.generated),
        usage.forced > 0 && words.forced(integer(usage.forced)),
        usage.drafted > 0 && words.drafted(integer(usage.drafted)),
      ),
    ]);
  }
  const first = progress?.firstTokenMs;
  if (first !== null && first !== undefined) {
    rows.push([words.firstToken, duration(first)]);
  }
  if (read > 0 && timings.prefillMs > 0) {
    rows.push([words.readRate, words.perSecond(rate((read * 1000) / timings.prefillMs))]);
  }
  if (usage.generated > 1 && timings.decodeMs > 0) {
    rows.push([words.rate, words.perSecond(rate((usage.generated * 1000) / timings.decodeMs))]);
  }
  if (usage.steps > 0) {
    rows.push([words.steps, integer(usage.steps)]);
  }
  rows.push([words.total, duration(timings.totalMs)]);
  return rows;
}

/** How much was read, by what, and how fast. */
export function RunFacts({ outcome, progress }: RunFactsProps) {
  const rows = facts({ outcome, progress });
  const summary = joined(coverage(outcome.coverage), duration(outcome.timings.totalMs));
  return (
    <Fold title={text.answer.facts.title} summary={summary} testId="facts">
      <Facts rows={rows} labelWidth="9.5rem" />
    </Fold>
  );
}
