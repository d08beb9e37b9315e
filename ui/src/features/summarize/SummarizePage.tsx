import { Group, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { IconAlignLeft } from "@tabler/icons-react";
import { text } from "../../i18n";
import { LENGTH_UNITS } from "../../shared/draft/draft";
import { useSheet } from "../../shared/draft/sheets";
import { AdvancedEditor } from "../../shared/form/AdvancedEditor";
import { AnswerIn } from "../../shared/form/AnswerIn";
import { ExamplesEditor } from "../../shared/form/ExamplesEditor";
import { Instructions } from "../../shared/form/Instructions";
import { Blank } from "../../shared/layout/Blank";
import { TaskPage } from "../../shared/task/TaskPage";

const UNITS = LENGTH_UNITS.map((value) => ({ value, label: text.form.length.units[value] }));

export function SummarizePage() {
  const { draft, edit } = useSheet("summarize");
  const words = text.tasks.summarize;
  const { length } = draft;
  return (
    <TaskPage
      kind="summarize"
      title={words.title}
      lead={words.lead}
      form={
        <>
          <Group gap="sm" align="flex-end" wrap="nowrap">
            <NumberInput
              label={text.form.length.title}
              aria-label={text.form.length.count}
              data-testid="length-count"
              w={96}
              min={1}
              max={2000}
              allowDecimal={false}
              value={length.count}
              onChange={(count) => {
                if (typeof count === "number" && count >= 1) {
                  edit({ length: { ...length, count } });
                }
              }}
            />
            <NativeSelect
              aria-label={text.form.length.unit}
              data-testid="length-unit"
              flex={1}
              data={UNITS}
              value={length.unit}
              onChange={(event) => {
                const unit = LENGTH_UNITS.find((each) => each === event.currentTarget.value);
                if (unit) {
                  edit({ length: { ...length, unit } });
                }
              }}
            />
          </Group>
          <TextInput
            label={text.form.focus.title}
            placeholder={text.form.focus.placeholder}
            data-testid="focus"
            value={draft.focus}
            onChange={(event) => edit({ focus: event.currentTarget.value })}
          />
          <AnswerIn value={draft.answerIn} onChange={(answerIn) => edit({ answerIn })} />
          <Instructions
            value={draft.instructions}
            onChange={(instructions) => edit({ instructions })}
          />
          <ExamplesEditor
            kind="summarize"
            examples={draft.examples}
            onChange={(examples) => edit({ examples })}
          />
          <AdvancedEditor kind="summarize" draft={draft} onChange={edit} />
        </>
      }
      blank={
        <Blank icon={<IconAlignLeft size={22} />} title={words.emptyTitle}>
          {words.empty}
        </Blank>
      }
    />
  );
}
