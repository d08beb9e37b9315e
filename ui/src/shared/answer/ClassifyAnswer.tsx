import { Badge, Group, Stack, Table, Text } from "@mantine/core";
import type { AnswerView, EvidenceView } from "../../generated";
import { text } from "../../i18n";
import { Fold } from "../form/Fold";
import { percent } from "../format/format";
import { LabelBars } from "./LabelBars";
import { decidedBy } from "./words";

type Classified = Extract<AnswerView, { kind: "classify" }>;

/** The label, how sure, every other label, and who decided. */
export function ClassifyAnswer({ answer }: { answer: Classified }) {
  const words = text.answer;
  return (
    <Stack gap="lg">
      <Group gap="sm" align="baseline">
        <Text
          fz={26}
          fw={650}
          lh={1.2}
          c={answer.label === null ? "dimmed" : undefined}
          data-testid="result-label"
        >
          {answer.label ?? words.none}
        </Text>
        {answer.confidence !== null && (
          <Badge size="lg" color={answer.label === null ? "gray" : undefined}>
            {words.sure(percent(answer.confidence))}
          </Badge>
        )}
      </Group>
      {answer.label === null && <Text size="sm">{words.noneWhy}</Text>}
      {answer.scores.length > 0 && <LabelBars scores={answer.scores} chosen={answer.label} />}
      <Text size="sm" c="dimmed">
        {decidedBy(answer.decidedBy, answer.confidence !== null)}
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
