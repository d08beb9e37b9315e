import { Badge, Group, Stack, Table, Text } from "@mantine/core";
import type { AnswerView, EvidenceView } from "../../generated";
import { text } from "../../i18n";
import { Fold } from "../form/Fold";
import { percent } from "../format/format";
import { CorrectLabel } from "./CorrectLabel";
import { CorrectLabels } from "./CorrectLabels";
import type { Correcting } from "./correcting";
import { LabelBars } from "./LabelBars";
import { decidedBy } from "./words";

type Classified = Extract<AnswerView, { kind: "classify" }>;

interface ClassifyAnswerProps {
  answer: Classified;
  /** Where it can be corrected. */
  correcting?: Correcting;
}

/** The label, how sure, every other label, and who decided. */
export function ClassifyAnswer({ answer, correcting }: ClassifyAnswerProps) {
  const words = text.answer;
  const told = answer.decidedBy.sources.includes("person");
  const several = answer.labels !== null;
  const chosen = answer.labels ?? (answer.label === null ? [] : [answer.label]);
  const sure = several ? words.sureOfAll : words.sure;
  const known = answer.confidence === null ? null : sure(percent(answer.confidence));
  const none = several ? words.noneApplies : told ? text.teach.noneOfThese : words.none;
  const sureness = told ? text.teach.by : known;
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <Text
          fz={26}
          fw={650}
          lh={1.2}
          c={chosen.length === 0 ? "dimmed" : undefined}
          data-testid="result-label"
        >
          {chosen.length === 0 ? none : chosen.join(", ")}
        </Text>
        {sureness !== null && (
          <Badge size="lg" color={chosen.length === 0 ? "gray" : undefined}>
            {sureness}
          </Badge>
        )}
      </Group>
      {answer.label === null && !told && !several && <Text size="sm">{words.noneWhy}</Text>}
      {correcting && several && (
        <CorrectLabels labels={chosen} told={told} correcting={correcting} />
      )}
      {correcting && !several && (
        <CorrectLabel label={answer.label} told={told} correcting={correcting} />
      )}
      {answer.scores.length > 0 && <LabelBars scores={answer.scores} chosen={chosen} />}
      <Text size="sm" c="dimmed">
        {decidedBy(answer.decidedBy, answer.confidence !== null, several)}
      </Text>
      {answer.evidence.length > 0 && answer.scores.length > 0 && (
        <Fold title={words.evidence}>
          <EvidenceTable answer={answer} />
        </Fold>
      )}
    </Stack>
  );
}

function EvidenceTable({ answer }: { answer: Classified }) {
  const of = ({ probabilities }: EvidenceView, label: string) => {
    const probability = probabilities[label];
    return probability === undefined ? "–" : percent(probability);
  };
  return (
    <Table.ScrollContainer minWidth={280}>
      <Table fz="sm" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.answer.evidenceLabel}</Table.Th>
            {answer.evidence.map(({ source }) => (
              <Table.Th key={source} ta="right">
                {text.answer.sources[source]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answer.scores.map(({ label }) => (
            <Table.Tr key={label}>
              <Table.Td>{label}</Table.Td>
              {answer.evidence.map((evidence) => (
                <Table.Td key={evidence.source} ta="right">
                  {of(evidence, label)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
