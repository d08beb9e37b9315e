import { SegmentedControl, Stack, Text } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { text } from "../../i18n";
import { useSheet } from "../../shared/draft/sheets";
import { AdvancedEditor } from "../../shared/form/AdvancedEditor";
import { AnswerIn } from "../../shared/form/AnswerIn";
import { ExamplesEditor } from "../../shared/form/ExamplesEditor";
import { FieldsEditor } from "../../shared/form/FieldsEditor";
import { Instructions } from "../../shared/form/Instructions";
import { SchemaEditor } from "../../shared/form/SchemaEditor";
import { Blank } from "../../shared/layout/Blank";
import { TaskPage } from "../../shared/task/TaskPage";

export function ExtractPage() {
  const { draft, edit } = useSheet("extract");
  const words = text.tasks.extract;
  const fields = text.form.fields;
  return (
    <TaskPage
      kind="extract"
      title={words.title}
      lead={words.lead}
      form={
        <>
          <Stack gap="sm">
            <SegmentedControl
              size="xs"
              w="fit-content"
              aria-label={fields.how}
              data={[
                { value: "fields", label: fields.asFields },
                { value: "schema", label: fields.asSchema },
              ]}
              value={draft.useSchema ? "schema" : "fields"}
              onChange={(how) => edit({ useSchema: how === "schema" })}
            />
            {draft.useSchema ? (
              <SchemaEditor
                value={draft.schemaText}
                onChange={(schemaText) => edit({ schemaText })}
              />
            ) : (
              <>
                <Text size="xs" c="dimmed">
                  {fields.hint}
                </Text>
                <FieldsEditor fields={draft.fields} onChange={(rows) => edit({ fields: rows })} />
              </>
            )}
          </Stack>
          {(draft.useSchema || draft.fields.some((field) => field.free)) && (
            <AnswerIn value={draft.answerIn} onChange={(answerIn) => edit({ answerIn })} />
          )}
          <Instructions
            value={draft.instructions}
            onChange={(instructions) => edit({ instructions })}
          />
          <ExamplesEditor
            kind="extract"
            examples={draft.examples}
            onChange={(examples) => edit({ examples })}
          />
          <AdvancedEditor kind="extract" draft={draft} onChange={edit} />
        </>
      }
      blank={
        <Blank icon={<IconListSearch size={22} />} title={words.emptyTitle}>
          {words.empty}
        </Blank>
      }
    />
  );
}
