import { ScrollArea, Table, Text, UnstyledButton } from "@mantine/core";
import { IconQuestionMark } from "@tabler/icons-react";
import type { FieldView } from "../../generated";
import { text } from "../../i18n";
import { percent } from "../format/format";
import classes from "./answer.module.css";
import type { Row } from "./rows";
import { inline } from "./words";

const words = text.answer;

interface RowsTableProps {
  list: string;
  columns: string[];
  rows: Row[];
  active: string | null;
  onActive: (id: string | null) => void;
}

/** The rows of a list, as a table; pointing at a cell shows its place in the document. */
export function RowsTable({ list, columns, rows, active, onActive }: RowsTableProps) {
  return (
    <li className={classes.rows} data-testid={`rows-${list}`}>
      <Text size="sm" fw={550}>
        {list}{" "}
        <Text span size="xs" c="dimmed" fw={400}>
          {words.rows(rows.length)}
        </Text>
      </Text>
      <ScrollArea type="auto" scrollbars="x" offsetScrollbars="x">
        <Table aria-label={list} fz="sm" verticalSpacing={2} horizontalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((name) => (
                <Table.Th key={name} fz="xs" fw={500} c="dimmed" px={8}>
                  {name}
                </Table.Th>
              ))}
              <Table.Th fz="xs" fw={500} c="dimmed" ta="right">
                {words.leastSure}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ number, cells }) => (
              <Table.Tr key={number}>
                {columns.map((name) => (
                  <Table.Td key={name}>
                    <Cell field={cells.get(name)} active={active} onActive={onActive} />
                  </Table.Td>
                ))}
                <Table.Td ta="right" c="dimmed" className={classes.sure}>
                  {least([...cells.values()])}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </li>
  );
}

/** How sure the most doubtful cell is, where it was measured. */
function least(fields: FieldView[]): string {
  const known = fields.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  return known.length === 0 ? "–" : percent(Math.min(...known));
}

interface CellProps {
  field: FieldView | undefined;
  active: string | null;
  onActive: (id: string | null) => void;
}

function Cell({ field, active, onActive }: CellProps) {
  if (!field || field.value === null) {
    return (
      <Text span inherit c="dimmed" px={4}>
        –
      </Text>
    );
  }
  const point = () => onActive(field.path);
  const flag = field.verified ? undefined : words.unverified;
  return (
    <UnstyledButton
      className={classes.cell}
      data-active={active === field.path}
      data-testid={`field-point-${field.path}`}
      title={flag ?? field.place ?? undefined}
      onMouseEnter={point}
      onFocus={point}
      onClick={point}
    >
      {inline(field.value)}
      {flag && <IconQuestionMark size={13} className={classes.flag} aria-label={flag} />}
    </UnstyledButton>
  );
}
