import {
  Button,
  CloseButton,
  Group,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconHistory, IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import type { TaskKind } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { integer } from "../../shared/format/format";
import { Blank } from "../../shared/layout/Blank";
import { Page } from "../../shared/layout/Page";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { useRuns } from "../../shared/query/runs";
import { ExportMenu } from "./ExportMenu";
import { useHistoryQuery } from "./historyQuery";
import { RunItem } from "./RunItem";

const words = text.history;
const KINDS: TaskKind[] = ["classify", "extract", "summarize", "generate"];
const KIND_OPTIONS = [
  { value: "all", label: words.all },
  ...KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] })),
];

/** Every run, found by its words. */
export function HistoryPage() {
  const { search, kind } = useHistoryQuery();
  const [settled] = useDebouncedValue(search.trim(), 150);
  const runs = useRuns(settled, kind);
  const pages = runs.data?.pages ?? [];
  const found = pages.flatMap((page) => page.runs);
  const total = pages[0]?.total ?? 0;
  const sought = useMemo(() => settled.split(/\s+/).filter((word) => word !== ""), [settled]);
  const looking = settled !== "" || kind !== null;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={<ExportMenu search={settled} kind={kind} disabled={found.length === 0} />}
    >
      <Stack gap="md">
        <Group gap="sm">
          <TextInput
            flex="1 1 16rem"
            aria-label={words.search}
            placeholder={words.search}
            data-testid="history-search"
            leftSection={<IconSearch size={16} />}
            rightSection={
              search !== "" && (
                <CloseButton
                  size="sm"
                  aria-label={text.shell.close}
                  onClick={() => useHistoryQuery.setState({ search: "" })}
                />
              )
            }
            value={search}
            onChange={(event) => useHistoryQuery.setState({ search: event.currentTarget.value })}
          />
          <SegmentedControl
            size="xs"
            aria-label={words.kind}
            data={KIND_OPTIONS}
            value={kind ?? "all"}
            onChange={(value) =>
              useHistoryQuery.setState({ kind: KINDS.find((each) => each === value) ?? null })
            }
          />
        </Group>
        {runs.error && (
          <ErrorNotice error={asHostError(runs.error)} onRetry={() => void runs.refetch()} />
        )}
        {runs.isPending && <Skeleton h={180} radius="lg" />}
        {runs.data && (
          <Text size="xs" c="dimmed" role="status">
            {total === 1 ? words.countOne : words.count(integer(total))}
          </Text>
        )}
        {found.length > 0 && (
          <div>
            {found.map((run) => (
              <RunItem key={run.id} run={run} found={sought} />
            ))}
          </div>
        )}
        {runs.data && found.length === 0 && (
          <Blank
            icon={<IconHistory size={22} />}
            title={looking ? words.noMatchTitle : words.emptyTitle}
          >
            {looking ? words.noMatch : words.empty}
          </Blank>
        )}
        {runs.hasNextPage && (
          <More loading={runs.isFetchingNextPage} onMore={() => void runs.fetchNextPage()} />
        )}
      </Stack>
    </Page>
  );
}

/** The end of the list: more is fetched as soon as it comes into sight. */
function More({ loading, onMore }: { loading: boolean; onMore: () => void }) {
  const end = useRef<HTMLButtonElement>(null);
  const ask = useRef(onMore);
  ask.current = onMore;
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        ask.current();
      }
    });
    if (end.current) {
      watcher.observe(end.current);
    }
    return () => watcher.disconnect();
  }, []);
  return (
    <Button ref={end} variant="subtle" loading={loading} onClick={onMore}>
      {words.more}
    </Button>
  );
}
