import { Badge, SegmentedControl, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconQuestionMark } from "@tabler/icons-react";
import { useState } from "react";
import type { AnswerView, CandidateView, FieldView } from "../../generated";
import { text } from "../../i18n";
import { alternativeMark } from "../document/marks";
import { percent } from "../format/format";
import classes from "./answer.module.css";
import { inline } from "./words";

type Extracted = Extract<AnswerView, { kind: "extract" }>;

interface ExtractAnswerProps {
  answer: Extracted;
  active: string | null;
  onActive: (id: string | null) => void;
}

/** The fields with their values and places, or the whole as JSON. */
export function ExtractAnswer({ answer, active, onActive }: ExtractAnswerProps) {
  const words = text.answer;
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
          {answer.fields.map((field) => (
            <FieldItem key={field.path} field={field} active={active} onActive={onActive} />
          ))}
        </ul>
      )}
    </Stack>
  );
}

interface FieldItemProps {
  field: FieldView;
  active: string | null;
  onActive: (id: string | null) => void;
}

/** A field. Pointing at it, or moving to it with the keyboard, shows its place in the document. */
function FieldItem({ field, active, onActive }: FieldItemProps) {
  const words = text.answer;
  const missing = field.value === null;
  const point = () => onActive(field.path);
  return (
    <li
      className={classes.field}
      data-testid={`field-row-${field.path}`}
      data-active={active === field.path}
      onMouseEnter={point}
      onFocus={point}
    >
      <UnstyledButton className={classes.fieldName} onClick={point}>
        {field.path}
      </UnstyledButton>
      <Stack gap={4} align="flex-start">
        <Text size="sm" c={missing ? "dimmed" : undefined} className={classes.value}>
          {missing ? words.notFound : inline(field.value)}
        </Text>
        {field.normalized !== null && inline(field.normalized) !== inline(field.value) && (
          <Text size="xs" c="dimmed">
            {words.normalized(inline(field.normalized))}
          </Text>
        )}
        {!missing && <Standing field={field} />}
        <Alternatives field={field} active={active} onActive={onActive} />
      </Stack>
      <Text size="sm" c="dimmed" className={classes.sure}>
        {words.sure(percent(field.confidence))}
      </Text>
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

/** "page 3, line 2 · 12 %". */
function standing({ place, probability }: CandidateView): string {
  return place === null ? percent(probability) : `${place} · ${percent(probability)}`;
}

function Alternatives({ field, active, onActive }: FieldItemProps) {
  if (field.alternatives.length === 0) {
    return null;
  }
  return (
    <div className={classes.alternatives}>
      <Text span size="xs" c="dimmed">
        {text.answer.alternatives}
      </Text>
      {field.alternatives.map((candidate, index) => {
        const id = alternativeMark(field.path, index);
        const point = () => onActive(id);
        return (
          <UnstyledButton
            key={id}
            className={classes.alternative}
            data-active={active === id}
            onMouseEnter={point}
            onMouseLeave={() => onActive(field.path)}
            onFocus={(event) => {
              event.stopPropagation();
              point();
            }}
            onClick={(event) => {
              event.stopPropagation();
              point();
            }}
          >
            {candidate.text} <span>{standing(candidate)}</span>
          </UnstyledButton>
        );
      })}
    </div>
  );
}
