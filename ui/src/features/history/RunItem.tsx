import { ActionIcon, Badge, Highlight, Text, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { Link } from "wouter";
import type { RunSummary } from "../../generated";
import { text } from "../../i18n";
import { ago, moment, percent } from "../../shared/format/format";
import { KindIcon } from "../../shared/run/KindIcon";
import classes from "./history.module.css";
import { useDeleteWithUndo } from "./useDeleteWithUndo";

const words = text.history;

interface RunItemProps {
  run: RunSummary;
  /** The words that were searched for. */
  found: string[];
}

/** A run in the list. */
export function RunItem({ run, found }: RunItemProps) {
  const remove = useDeleteWithUndo();
  return (
    <div className={classes.item}>
      <Link href={`/history/${run.id}`} className={classes.link} data-testid="history-item">
        <KindIcon kind={run.kind} />
        <div className={classes.what}>
          <div className={classes.line}>
            <Text span size="sm" fw={600} truncate>
              {run.documentName}
            </Text>
            {run.taskName !== "" && (
              <Text span size="xs" c="dimmed" truncate>
                {run.taskName}
              </Text>
            )}
          </div>
          <Text size="sm" lineClamp={1}>
            {run.answer}
          </Text>
          {run.snippet !== null && run.snippet !== run.answer && (
            <Highlight
              size="xs"
              c="dimmed"
              lineClamp={2}
              highlight={found}
              highlightStyles={{ background: "var(--winnow-mark)", color: "inherit" }}
            >
              {run.snippet}
            </Highlight>
          )}
        </div>
        <div className={classes.end}>
          <Text span size="xs" c="dimmed" title={moment(run.createdAt)}>
            {ago(run.createdAt)}
          </Text>
          {run.status !== "done" ? (
            <Badge size="sm" color={run.status === "failed" ? "red" : "gray"}>
              {words.statuses[run.status]}
            </Badge>
          ) : (
            run.confidence !== null && (
              <Text span size="xs" c="dimmed">
                {percent(run.confidence)}
              </Text>
            )
          )}
        </div>
      </Link>
      <Tooltip label={words.delete}>
        <ActionIcon
          className={classes.remove}
          variant="subtle"
          color="gray"
          aria-label={words.deleteNamed(run.documentName)}
          onClick={() => remove(run.id)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
