import { ActionIcon, Badge, Table, Text, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { TaskKind } from "../../generated";
import { text as words } from "../../i18n";
import { type DeskFile, type RunState, show } from "../desk";
import { percent } from "../format/format";
import classes from "./task.module.css";

interface FileTableProps {
  kind: TaskKind;
  files: DeskFile[];
  runs: Record<string, RunState>;
  shown: string;
  busy: boolean;
  onRemove: (key: string) => void;
}

type State = keyof typeof words.document.states;

const COLORS: Partial<Record<State, string>> = {
  done: "leaf",
  failed: "red",
  unreadable: "red",
  running: "blue",
};

function stateOf(file: DeskFile, run: RunState | undefined): State {
  if (file.read.state !== "ready") {
    return file.read.state;
  }
  if (!run) {
    return "open";
  }
  switch (run.state) {
    case "ended":
      return run.record.summary.status;
    case "refused":
      return "failed";
    default:
      return run.state;
  }
}

/** Every document with its answer: in = done + failed + to do. */
export function FileTable({ kind, files, runs, shown, busy, onRemove }: FileTableProps) {
  const columns = words.document.columns;
  return (
    <div className={classes.files} data-scroller data-testid="file-table">
      <Table fz="sm" verticalSpacing={5} stickyHeader highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.document}</Table.Th>
            <Table.Th>{columns.answer}</Table.Th>
            <Table.Th ta="right">{columns.confidence}</Table.Th>
            <Table.Th>{columns.state}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {files.map((file) => {
            const run = runs[file.key];
            const summary = run?.state === "ended" ? run.record.summary : null;
            const state = stateOf(file, run);
            return (
              <Table.Tr
                key={file.key}
                className={classes.file}
                data-shown={file.key === shown}
                onClick={() => show(kind, file.key)}
              >
                <Table.Td>
                  <UnstyledButton
                    fz="sm"
                    className={classes.fileName}
                    data-testid="file-row"
                    aria-current={file.key === shown}
                    onClick={() => show(kind, file.key)}
                  >
                    {file.name}
                  </UnstyledButton>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" lineClamp={1}>
                    {summary?.answer}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  {summary && summary.confidence !== null && percent(summary.confidence)}
                </Table.Td>
                <Table.Td>
                  <Badge size="sm" color={COLORS[state] ?? "gray"}>
                    {words.document.states[state]}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    disabled={busy}
                    aria-label={words.document.remove(file.name)}
                    onClick={(event) => {
                      event.stopPropagation();
                      onRemove(file.key);
                    }}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
