import { DataList, Text } from "@mantine/core";
import type { FieldSpec, TaskSpec } from "../../generated";
import { text } from "../../i18n";
import { Panel } from "../../shared/layout/Panel";

const { form, history: words } = text;

function described(name: string, description: string): string {
  return description === "" ? name : `${name} — ${description}`;
}

/** "lines (list: item, amount) — what was bought" */
function fieldLine({ name, kind, description, fields }: FieldSpec): string {
  const parts = kind === "list" ? (fields[0]?.fields ?? []) : fields;
  const type = form.fieldTypes[kind].toLowerCase();
  const holds = parts.length > 0 ? `: ${parts.map((part) => part.name).join(", ")}` : "";
  return described(`${name} (${type}${holds})`, description);
}

/** What a task asks, row by row; only what was filled in has a row. */
function rows(task: TaskSpec): Array<[string, string]> {
  const all: Array<[string, string]> = [
    [form.saved.saveName, task.name],
    [
      form.labels.title,
      task.labels.map(({ name, description }) => described(name, description)).join("\n"),
    ],
    [form.labels.multi, task.multi ? text.teach.yes : ""],
    [form.advanced.fallback, task.fallback ?? ""],
    [form.fields.title, task.fields.map(fieldLine).join("\n")],
    [form.fields.schema, task.schema === null ? "" : JSON.stringify(task.schema, null, 2)],
    [
      form.length.title,
      task.length ? `${task.length.count} ${form.length.units[task.length.unit]}` : "",
    ],
    [form.focus.title, task.focus],
    [form.answerIn.title, task.answerIn],
    [form.instructions.title, task.instructions],
    [
      form.examples.title,
      task.examples.length > 0 ? form.examples.count(task.examples.length) : "",
    ],
  ];
  return all.filter(([, value]) => value !== "");
}

/** The task of a remembered run. */
export function Asked({ task }: { task: TaskSpec }) {
  const asked = rows(task);
  if (asked.length === 0) {
    return null;
  }
  return (
    <Panel title={words.asked}>
      <DataList size="sm" gap="xs" labelWidth="7rem">
        {asked.map(([label, value]) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>
              <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {value}
              </Text>
            </DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
    </Panel>
  );
}
