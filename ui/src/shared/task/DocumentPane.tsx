import {
  ActionIcon,
  Alert,
  Button,
  Group,
  Loader,
  SegmentedControl,
  Text,
  Tooltip,
} from "@mantine/core";
import { IconFileText, IconPencil, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { DocumentView as Document, TaskKind } from "../../generated";
import { text as words } from "../../i18n";
import { CopyText } from "../answer/CopyText";
import { type DeskFile, putAllAway, putAway, shownKey, stopWatching } from "../desk";
import { DocumentView } from "../document/DocumentView";
import { PagesView } from "../document/PagesView";
import type { Wanted } from "../document/useSelecting";
import { useSheets } from "../draft/sheets";
import { integer, languageName, ranges } from "../format/format";
import { Panel } from "../layout/Panel";
import { complain } from "../notice/toast";
import { DocumentSources } from "./DocumentSources";
import { FileTable } from "./FileTable";
import classes from "./task.module.css";
import type { useTaskPage } from "./useTaskPage";

interface DocumentPaneProps {
  kind: TaskKind;
  page: ReturnType<typeof useTaskPage>;
  /** What words of the document are wanted for, if they are. */
  wanted?: Wanted;
}

/** What is read: typed text, one document, or several in a table with the one that is looked at. */
export function DocumentPane({ kind, page, wanted }: DocumentPaneProps) {
  const { desk, file, counts } = page;
  const many = desk.files.length > 1;
  const title = file && !many ? file.name : words.document.title;
  return (
    <Panel
      flush
      title={many ? words.document.titleMany(desk.files.length) : title}
      actions={
        <Group gap={4} wrap="nowrap">
          {desk.files.length > 0 && <PutAway kind={kind} many={many} disabled={desk.busy} />}
          <DocumentSources kind={kind} />
        </Group>
      }
    >
      {desk.watching && (
        <Group className={classes.tally} gap="xs" justify="space-between" wrap="nowrap">
          <Text size="xs" role="status" data-testid="watching" truncate>
            {words.document.watching(desk.watching.path)}
          </Text>
          <Button
            variant="subtle"
            size="compact-xs"
            data-testid="watch-stop"
            onClick={() => void stopWatching(kind).catch(complain)}
          >
            {words.document.watchStop}
          </Button>
        </Group>
      )}
      {many && (
        <>
          <FileTable
            files={desk.files}
            runs={desk.runs}
            shown={shownKey(desk)}
            kind={kind}
            onRemove={(key) => putAway(kind, key)}
            busy={desk.busy}
          />
          <Text size="xs" c="dimmed" className={classes.tally} role="status" data-testid="tally">
            {words.document.tally(counts.done, counts.failed, counts.open)}
          </Text>
        </>
      )}
      {file ? (
        <OpenedFile file={file} page={page} wanted={wanted} />
      ) : (
        <TypedText kind={kind} page={page} wanted={wanted} />
      )}
    </Panel>
  );
}

interface PutAwayProps {
  kind: TaskKind;
  many: boolean;
  disabled: boolean;
}

function PutAway({ kind, many, disabled }: PutAwayProps) {
  const label = many ? words.document.clearAll : words.document.clear;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        data-testid="document-clear"
        disabled={disabled}
        onClick={() => putAllAway(kind)}
      >
        <IconX size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

interface OpenedFileProps extends Omit<DocumentPaneProps, "kind"> {
  file: DeskFile;
}

function OpenedFile({ file, page, wanted }: OpenedFileProps) {
  const { marks, active, point } = page;
  const [pagesWanted, setAsPages] = useState(false);
  const hasPages = file.read.state === "ready" && file.read.document.format === "pdf";
  // Words are selected in the text.
  const asPages = pagesWanted && hasPages && !wanted;
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
            {asPages ? (
              <PagesView
                key={file.key}
                document={file.read.document}
                marks={marks}
                active={active}
                onActive={point}
              />
            ) : (
              <DocumentView
                text={file.read.document.text}
                places={file.read.document.places}
                marks={marks}
                active={active}
                onActive={point}
                wanted={wanted}
              />
            )}
          </div>
          <About
            document={file.read.document}
            look={hasPages ? { asPages, setAsPages } : undefined}
          />
        </>
      );
  }
}

interface AboutProps {
  document: Document;
  /** How a document is shown that has pages. */
  look: { asPages: boolean; setAsPages: (asPages: boolean) => void } | undefined;
}

/** Format, language and length, in a line below the text. */
function About({ document, look }: AboutProps) {
  const { format, language, pages, text } = document;
  const parts = [format.toUpperCase()];
  if (pages) {
    parts.push(words.document.pages(pages.read, pages.total));
  }
  parts.push(words.document.characters(integer(text.length)));
  if (language) {
    parts.push(languageName(language));
  }
  return (
    <Group className={classes.foot} gap="xs" wrap="nowrap" justify="space-between">
      <Text size="xs" c="dimmed" data-testid="document-about">
        {parts.join(" · ")}
      </Text>
      <Group gap={4} wrap="nowrap">
        {look && (
          <SegmentedControl
            size="xs"
            aria-label={words.document.look}
            data={[
              { value: "text", label: words.document.asText },
              { value: "pages", label: words.document.asPages },
            ]}
            value={look.asPages ? "pages" : "text"}
            onChange={(value) => look.setAsPages(value === "pages")}
          />
        )}
        <CopyText value={text} label={words.document.copyText} />
      </Group>
    </Group>
  );
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

function TypedText({ kind, page, wanted }: DocumentPaneProps) {
  const { text, run, marks, active, point } = page;
  const type = useSheets((store) => store.type);
  const ended = run?.state === "ended" ? run : null;
  const asTyped = ended?.input.kind === "text" && ended.input.text === text;
  const current = ended && asTyped && (marks.length > 0 || wanted) ? ended.record : null;
  const [editing, setEditing] = useState<string | null>(null);
  const viewing = current !== null && (editing !== current.summary.id || wanted !== undefined);
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
            wanted={wanted}
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
