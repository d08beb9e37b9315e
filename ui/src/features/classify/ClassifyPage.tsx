import { IconTags } from "@tabler/icons-react";
import { text } from "../../i18n";
import { useSheet } from "../../shared/draft/sheets";
import { AdvancedEditor } from "../../shared/form/AdvancedEditor";
import { ExamplesEditor } from "../../shared/form/ExamplesEditor";
import { Instructions } from "../../shared/form/Instructions";
import { LabelsEditor } from "../../shared/form/LabelsEditor";
import { Blank } from "../../shared/layout/Blank";
import { TaskPage } from "../../shared/task/TaskPage";

export function ClassifyPage() {
  const { draft, edit } = useSheet("classify");
  const words = text.tasks.classify;
  return (
    <TaskPage
      kind="classify"
      title={words.title}
      lead={words.lead}
      form={
        <>
          <LabelsEditor
            labels={draft.labels}
            onChange={(labels) => edit({ labels })}
            multi={draft.multi}
            onMulti={(multi) => edit({ multi })}
          />
          <Instructions
            value={draft.instructions}
            onChange={(instructions) => edit({ instructions })}
          />
          <ExamplesEditor
            kind="classify"
            multi={draft.multi}
            examples={draft.examples}
            onChange={(examples) => edit({ examples })}
          />
          <AdvancedEditor kind="classify" draft={draft} onChange={edit} />
        </>
      }
      blank={
        <Blank icon={<IconTags size={22} />} title={words.emptyTitle}>
          {words.empty}
        </Blank>
      }
    />
  );
}
