import { Badge, Group, SegmentedControl, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconQuestionMark } from "@tabler/icons-react";
import { useState } from "react";
import type { AnswerView, CandidateView, FieldView, TextSpan } from "../../generated";
import { text } from "../../i18n";
import { alternativeMark } from "../document/marks";
import { percent } from "../format/format";
import classes from "./answer.module.css";
import { AddRow, CorrectField } from "./CorrectField";
import { type Correcting, isCorrectable, rowsAsked, simpleLists } from "./correcting";
import { RowsTable } from "./RowsTable";
import { partsOf, spokenPath, withEmptyTables } from "./rows";
import { inline, sureness } from "./words";

type Extracted = Extract<AnswerView, { kind: "extract" }>;

interface ExtractAnswerProps {
  answer: Extracted;
  active: string | null;
  onActive: (id: string | null) => void;
  /** Where it can be corrected. */
  correcting?: Correcting;
}

/** The fields with their values and places, or the whole as JSON. */
export function ExtractAnswer({ answer, active, onActive, correcting }: ExtractAnswerProps) {
  const words = text.answer;
  const lists = correcting ? simpleLists(correcting.task) : [];
  const tables = correcting ? rowsAsked(correcting.task) : [];
  const named = tables.map(({ list, columns }) => ({
    list,
    columns: columns.map(({ name }) => name),
  }));
  const [view, setView] = useState("table");
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={words.view}
        data={[
          { value: "table", label: words.table },
          { value: "json", label: words.json },
        ]}
        value={view}
        onChange={setView}
      />
      {view === "json" ? (
        <pre className={classes.json} data-testid="result-json">
          {JSON.stringify(answer.value, null, 2)}
        </pre>
      ) : (
        <ul className={classes.fields} aria-label={words.fields}>
          {withEmptyTables(partsOf(answer.fields), named).map((part) =>
            part.kind === "rows" ? (
              <RowsTable
                key={part.list}
                {...part}
                columns={named.find(({ list }) => list === part.list)?.columns ?? part.columns}
                active={active}
                onActive={onActive}
                correcting={correcting}
              />
            ) : (
              <FieldItem
                key={part.field.path}
                field={part.field}
                rows={rowsBeside(answer, part.field.path)}
                active={active}
                onActive={onActive}
                correcting={correcting}
              />
            ),
          )}
        </ul>
      )}
      {correcting && view === "table" && lists.length > 0 && (
        <Group gap="xs">
          {lists.map((list) => (
            <AddRow key={list} list={list} rows={rowsOf(answer, list)} correcting={correcting} />
          ))}
        </Group>
      )}
    </Stack>
  );
}

/** Where the rows of a list stand. */
function rowsOf(answer: Extracted, list: string): TextSpan[] {
  return answer.fields.flatMap(({ path, span }) => {
    const rest = path.startsWith(`${list}.`) ? path.slice(list.length + 1) : "";
    return span && /^\d+$/.test(rest) ? [span] : [];
  });
}

function rowsBeside(answer: Extracted, path: string): TextSpan[] {
  return rowsOf(answer, path.replace(/\.\d+$/, ""));
}

interface PointedProps {
  field: FieldView;
  active: string | null;
  onActive: (id: string | null) => void;
  correcting?: Correcting;
}

interface FieldItemProps extends PointedProps {
  /** Where the rows of its list stand, if it is one of them. */
  rows: TextSpan[];
}

/** A field. Pointing at it, or moving to it with the keyboard, shows its place in the document. */
function FieldItem({ field, rows, active, onActive, correcting }: FieldItemProps) {
  const words = text.answer;
  const missing = field.value === null;
  const told = field.decidedBy.sources.includes("person");
  const point = () => onActive(field.path);
  return (
    <li
      className={classes.field}
      data-testid={`field-row-${field.path}`}
      data-active={active === field.path}
      onMouseEnter={point}
      onFocus={point}
    >
      <UnstyledButton
        className={classes.fieldName}
        data-testid={`field-point-${field.path}`}
        onClick={point}
      >
        {spokenPath(field.path)}
      </UnstyledButton>
      <Text size="sm" c={missing ? "dimmed" : undefined} className={classes.value}>
        {missing ? (told ? text.teach.absent : words.notFound) : inline(field.value)}
      </Text>
      <Text size="sm" c="dimmed" className={classes.sure}>
        {told ? text.teach.by : sureness(field.confidence)}
      </Text>
      <Stack gap={4} align="flex-start" className={classes.about}>
        {field.normalized !== null && inline(field.normalized) !== inline(field.value) && (
          <Text size="xs" c="dimmed">
            {words.normalized(inline(field.normalized))}
          </Text>
        )}
        <Group gap={6}>
          {!missing && <Standing field={field} />}
          {correcting && isCorrectable(correcting.task, field.path) && (
            <CorrectField field={field} rows={rows} correcting={correcting} />
          )}
        </Group>
        <Alternatives field={field} active={active} onActive={onActive} correcting={correcting} />
      </Stack>
    </li>
  );
}

function Standing({ field }: { field: FieldView }) {
  const words = text.answer;
  if (!field.verified) {
    return (
      <Badge color="yellow" size="sm" leftSection={<IconQuestionMark size={11} />}>
        {words.unverified}
      </Badge>
    );
  }
  return (
    <Badge size="sm" leftSection={<IconCheck size={11} />}>
      {field.place ?? words.verified}
    </Badge>
  );
}

/**
 * "page 3, line 2 · 12 %"; the place only where it is not the answer's own, the probability only
 * where it was measured.
 */
function standing({ place, probability }: CandidateView, answer: FieldView): string {
  const elsewhere = place !== answer.place ? place : null;
  const known = probability === null ? null : percent(probability);
  return [elsewhere, known].filter((part) => part !== null).join(" · ");
}

function Alternatives({ field, active, onActive, correcting }: PointedProps) {
  if (field.alternatives.length === 0) {
    return null;
  }
  return (
    <div className={classes.alternatives}>
      <Text span size="xs" c="dimmed">
        {correcting ? text.teach.instead : text.answer.alternatives}
      </Text>
      {field.alternatives.map((candidate, index) => {
        const id = alternativeMark(field.path, index);
        const point = () => onActive(id);
        return (
          <UnstyledButton
            key={id}
            className={classes.alternative}
            data-active={active === id}
            data-testid={`field-alternative-${field.path}-${index}`}
            aria-label={correcting && text.teach.use(candidate.text)}
            disabled={correcting?.busy}
            onMouseEnter={point}
            onMouseLeave={() => onActive(field.path)}
            onFocus={(event) => {
              event.stopPropagation();
              point();
            }}
            onClick={(event) => {
              event.stopPropagation();
              point();
              const value = { kind: "here", span: candidate.span } as const;
              correcting?.onFields([{ path: field.path, value }]);
            }}
          >
            {candidate.text} <span>{standing(candidate, field)}</span>
          </UnstyledButton>
        );
      })}
    </div>
  );
}
