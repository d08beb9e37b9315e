import { Anchor, Group, Text } from "@mantine/core";
import { Link } from "wouter";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { ago } from "../../shared/format/format";
import { Panel } from "../../shared/layout/Panel";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { useRecentRuns } from "../../shared/query/runs";
import { KindIcon } from "../../shared/run/KindIcon";
import classes from "./home.module.css";

const words = text.home;

/** The latest few runs. */
export function RecentRuns() {
  const recent = useRecentRuns(5);
  const runs = recent.data?.runs ?? [];
  return (
    <Panel
      title={words.recent}
      actions={
        runs.length > 0 && (
          <Anchor component={Link} href="/history" size="sm" px="xs">
            {words.all}
          </Anchor>
        )
      }
    >
      {recent.error && <ErrorNotice error={asHostError(recent.error)} />}
      {recent.data && runs.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.recentEmpty}
        </Text>
      )}
      {runs.map((run) => (
        <Link key={run.id} href={`/history/${run.id}`} className={classes.run}>
          <KindIcon kind={run.kind} />
          <div className={classes.grow}>
            <Group gap="xs" wrap="nowrap" justify="space-between">
              <Text size="sm" fw={550} truncate>
                {run.documentName}
              </Text>
              <Text size="xs" c="dimmed" className={classes.when}>
                {ago(run.createdAt)}
              </Text>
            </Group>
            <Text size="xs" c="dimmed" truncate>
              {run.answer}
            </Text>
          </div>
        </Link>
      ))}
    </Panel>
  );
}
