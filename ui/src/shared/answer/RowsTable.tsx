import {
  ActionIcon,
  Button,
  ScrollArea,
  Table,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from "@mantine/core";
import { IconPlus, IconQuestionMark, IconTrash } from "@tabler/icons-react";
import type { FieldView } from "../../generated";
import { text } from "../../i18n";
import { percent } from "../format/format";
import classes from "./answer.module.css";
import { Choice } from "./Choice";
import type { Correcting } from "./correcting";
import type { Row } from "./rows";
import { type CellPlace, type RowsCorrecting, useRowsCorrecting } from "./useRowsCorrecting";
import { inline } from "./words";

const words = text.answer;

interface RowsTableProps {
  list: string;
  columns: string[];
  rows: Row[];
  active: string | null;
  onActive: (id: string | null) => void;
  /** Where its rows can be corrected. */
  correcting?: Correcting;
}

/** The rows of a list, as a table; pointing at a cell shows its place in the document. */
export function RowsTable({ list, columns, rows, active, onActive, correcting }: RowsTableProps) {
  const correction = useRowsCorrecting({ list, columns, rows }, correcting);
  const shown = correction?.fresh ? [...rows, correction.fresh] : rows;
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
              {correction && (
                <Table.Th>
                  <VisuallyHidden>{text.teach.removeRows}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <RowItem
                key={row.number}
                list={list}
                columns={columns}
                row={row}
                active={active}
                onActive={onActive}
                correction={correction}
              />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {correction && (
        <Button
          size="compact-xs"
          variant="subtle"
          w="fit-content"
          leftSection={<IconPlus size={13} />}
          disabled={correction.busy || correction.fresh !== null}
          data-testid={`row-add-${list}`}
          onClick={correction.add}
        >
          {text.teach.addRowOf(list)}
        </Button>
      )}
    </li>
  );
}

interface RowItemProps {
  list: string;
  columns: string[];
  row: Row;
  active: string | null;
  onActive: (id: string | null) => void;
  correction: RowsCorrecting | null;
}

/** A row, and below it the ways to correct the cell that is open. */
function RowItem({ list, columns, row, active, onActive, correction }: RowItemProps) {
  const { number, cells } = row;
  const open = correction?.open?.number === number ? correction.open : null;
  return (
    <>
      <Table.Tr>
        {columns.map((name) => (
          <Table.Td key={name}>
            <Cell
              place={{ number, column: name }}
              path={`${list}.${number - 1}.${name}`}
              field={cells.get(name)}
              active={active}
              onActive={onActive}
              correction={correction}
            />
          </Table.Td>
        ))}
        <Table.Td ta="right" c="dimmed" className={classes.sure}>
          {least([...cells.values()])}
        </Table.Td>
        {correction && (
          <Table.Td>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              disabled={correction.busy}
              aria-label={text.teach.removeRowOf(list, number)}
              data-testid={`row-remove-${list}-${number - 1}`}
              onClick={() => correction.remove(row)}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Table.Td>
        )}
      </Table.Tr>
      {correction && open && (
        <Table.Tr>
          <Table.Td colSpan={columns.length + 2}>
            <Choice
              path={`${list}.${number - 1}.${open.column}`}
              label={text.teach.correctCell(open.column, number)}
              asked={correction.askedOf(open.column)}
              right={null}
              absent={cells.get(open.column)?.value != null ? text.teach.emptyCell : null}
              select={(take) => correction.select(row, open.column, take)}
              say={(word) => correction.say(row, open.column, word)}
              onLeave={correction.leave}
            />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** How sure the most doubtful cell is, where it was measured; a person's rows are not measured. */
function least(fields: FieldView[]): string {
  if (fields.some(({ decidedBy }) => decidedBy.sources.includes("person"))) {
    return text.teach.by;
  }
  const known = fields.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  return known.length === 0 ? "–" : percent(Math.min(...known));
}

interface CellProps {
  place: CellPlace;
  path: string;
  field: FieldView | undefined;
  active: string | null;
  onActive: (id: string | null) => void;
  correction: RowsCorrecting | null;
}

function Cell({ place, path, field, active, onActive, correction }: CellProps) {
  const value = field && field.value !== null ? inline(field.value) : null;
  if (value === null && !correction) {
    return (
      <Text span inherit c="dimmed" px={4}>
        –
      </Text>
    );
  }
  const point = () => onActive(path);
  const flag = value === null || field?.verified ? undefined : words.unverified;
  const said = [value ?? text.teach.nothing, ...(flag ? [flag] : [])].join(", ");
  const corrects = correction && {
    "aria-label": `${text.teach.correctCell(place.column, place.number)}: ${said}`,
    "aria-expanded": correction.isOpen(place),
  };
  return (
    <UnstyledButton
      className={classes.cell}
      data-active={active === path}
      data-testid={`field-point-${path}`}
      title={flag ?? field?.place ?? undefined}
      onMouseEnter={point}
      onFocus={point}
      onClick={(event) => {
        point();
        correction?.toggle(place, event.currentTarget);
      }}
      {...corrects}
    >
      {value ?? "–"}
      {flag && <IconQuestionMark size={13} className={classes.flag} aria-label={flag} />}
    </UnstyledButton>
  );
}
