import { Alert, Button, Group, Loader, Text } from "@mantine/core";
import { IconFileText, IconPencil, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { DocumentView as Document, TaskKind } from "../../generated";
import { text as words } from "../../i18n";
import { type DeskFile, putAllAway, putAway, shownKey } from "../desk";
import { DocumentView } from "../document/DocumentView";
import { useSheets } from "../draft/sheets";
import { ranges } from "../format/format";
import { Panel } from "../layout/Panel";
import { DocumentSources } from "./DocumentSources";
import { FileTable } from "./FileTable";
import classes from "./task.module.css";
import type { useTaskPage } from "./useTaskPage";

interface DocumentPaneProps {
  kind: TaskKind;
  page: ReturnType<typeof useTaskPage>;
}

/** What is read: typed text, one document, or several in a table with the one that is looked at. */
export function DocumentPane({ kind, page }: DocumentPaneProps) {
  const { desk, file } = page;
  const many = desk.files.length > 1;
  const title = file && !many ? file.name : words.document.title;
  return (
    <Panel
      flush
      title={many ? words.document.titleMany(desk.files.length) : title}
      actions={
        <Group gap={4} wrap="nowrap">
          {desk.files.length > 0 && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconX size={15} />}
              disabled={desk.busy}
              onClick={() => putAllAway(kind)}
            >
              {many ? words.document.clearAll : words.document.clear}
            </Button>
          )}
          <DocumentSources kind={kind} />
        </Group>
      }
    >
      {many && (
        <FileTable
          files={desk.files}
          runs={desk.runs}
          shown={shownKey(desk)}
          kind={kind}
          onRemove={(key) => putAway(kind, key)}
          busy={desk.busy}
        />
      )}
      {file ? <OpenedFile file={file} page={page} /> : <TypedText kind={kind} page={page} />}
    </Panel>
  );
}

function OpenedFile({ file, page }: { file: DeskFile; page: DocumentPaneProps["page"] }) {
  const { marks, active, point } = page;
  switch (file.read.state) {
    case "reading":
      return (
        <Group justify="center" p="xl" gap="sm" role="status">
          <Loader size="sm" />
          <Text size="sm" c="dimmed">
            {words.document.reading}
          </Text>
        </Group>
      );
    case "unreadable":
      return (
        <Group justify="center" p="xl">
          <Text size="sm" c="dimmed">
            {words.document.states.unreadable}
          </Text>
        </Group>
      );
    case "ready":
      return (
        <>
          <Remarks document={file.read.document} />
          <div className={classes.text}>
            <DocumentView
              text={file.read.document.text}
              places={file.read.document.places}
              marks={marks}
              active={active}
              onActive={point}
            />
          </div>
        </>
      );
  }
}

/** What could not be read, said before anything is asked of the document. */
function Remarks({ document }: { document: Document }) {
  const unread = document.pages?.unread ?? [];
  const notes = [
    ...(unread.length > 0 ? [words.document.unread(ranges(unread), unread.length > 1)] : []),
    ...document.notes,
  ];
  if (notes.length === 0) {
    return null;
  }
  return (
    <Alert color="yellow" variant="light" radius={0} p="xs" data-testid="document-notes">
      {notes.map((note) => (
        <Text key={note} size="xs">
          {note}
        </Text>
      ))}
    </Alert>
  );
}

function TypedText({ kind, page }: DocumentPaneProps) {
  const { text, run, marks, active, point } = page;
  const type = useSheets((store) => store.type);
  const record = run?.state === "ended" ? run.record : null;
  const current = marks.length > 0 && record?.document.text === text ? record : null;
  const [editing, setEditing] = useState<string | null>(null);
  const viewing = current !== null && editing !== current.summary.id;
  return (
    <>
      {viewing ? (
        <div className={classes.text}>
          <DocumentView
            text={current.document.text}
            places={current.document.places}
            marks={marks}
            active={active}
            onActive={point}
          />
        </div>
      ) : (
        <textarea
          className={classes.typed}
          data-testid="document-text"
          aria-label={words.document.typeLabel}
          placeholder={words.document.placeholder}
          spellCheck={false}
          value={text}
          onChange={(event) => type(kind, event.currentTarget.value)}
        />
      )}
      {current && (
        <Group className={classes.foot} gap="xs">
          <Button
            variant="subtle"
            size="compact-sm"
            data-testid="document-edit"
            leftSection={viewing ? <IconPencil size={15} /> : <IconFileText size={15} />}
            onClick={() => setEditing(viewing ? current.summary.id : null)}
          >
            {viewing ? words.document.edit : words.document.marked}
          </Button>
        </Group>
      )}
    </>
  );
}
