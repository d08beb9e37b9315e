import { Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSchool } from "@tabler/icons-react";
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { runAgain } from "../desk";
import { useSheets } from "../draft/sheets";
import { markedRows } from "../draft/stars";
import { complain } from "../notice/toast";
import { canBeTaught, useTeaching } from "../query/teaching";
import { MarkList } from "../teach/MarkList";
import { TeachPanel } from "../teach/TeachPanel";
import { useTeacher } from "../teach/teacher";
import type { useTaskPage } from "./useTaskPage";

const words = text.teach;

interface TeachButtonProps {
  kind: TaskKind;
  page: ReturnType<typeof useTaskPage>;
}

/** Opens what the task has learned, with the number of its examples. */
export function TeachButton({ kind, page }: TeachButtonProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const { task, desk } = page;
  const teaching = useTeaching(task);
  const marked = markedRows(useSheets(({ sheets }) => sheets.summarize.draft.examples)).length;
  const kept = canBeTaught(task) ? (teaching.data?.total ?? 0) : 0;
  const total = kind === "summarize" ? marked : kept;
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconSchool size={16} />}
        data-testid="teach-open"
        data-count={total}
        onClick={open}
      >
        {total > 0 ? words.openCount(total) : words.open}
      </Button>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size="30rem"
        title={words.title}
        closeButtonProps={{ "aria-label": words.close }}
      >
        {kind === "summarize" ? (
          <MarkList />
        ) : (
          <TeachPanel
            kind={kind}
            task={canBeTaught(task) ? task : null}
            files={desk.files}
            busy={desk.busy}
            onLeave={close}
            onChange={() => void lookAgain(kind, page).catch(complain)}
          />
        )}
      </Drawer>
    </>
  );
}

/** Examples have changed: the answer that is looked at may be another now. */
async function lookAgain(kind: TaskKind, { place, run }: TeachButtonProps["page"]): Promise<void> {
  useTeacher.getState().tell(kind, undefined);
  if (run?.state === "ended") {
    await runAgain(kind, place, run.record.task, run.input);
  }
}
