/** The history, as cached server state. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import type { ExportFormat, RunQuery, TaskKind } from "../../generated";
import { call } from "../../host";
import { keys, outdate, queryClient } from "./client";

/** Runs a page. */
const PAGE = 40;

/** Runs that match, page by page, newest first. */
export function useRuns(search: string, kind: TaskKind | null) {
  return useInfiniteQuery({
    queryKey: [...keys.runs, search, kind],
    queryFn: ({ pageParam }) =>
      call("list_runs", { query: { search, kind, cursor: pageParam, limit: PAGE } }),
    initialPageParam: nowhere(),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

function nowhere(): string | null {
  return null;
}

/** The latest few runs. */
export function useRecentRuns(limit: number) {
  return useQuery({
    queryKey: [...keys.runs, "recent", limit],
    queryFn: () => call("list_runs", { query: { search: "", kind: null, cursor: null, limit } }),
  });
}

export function useRun(id: string) {
  return useQuery({ queryKey: keys.run(id), queryFn: () => call("get_run", { id }) });
}

/** Says that the history has changed. */
export function runsChanged(): void {
  outdate(keys.runs);
}

export function useDeleteRun() {
  return useMutation({
    mutationFn: (id: string) => call("delete_run", { id }),
    onSuccess: (_, id) => {
      queryClient.removeQueries({ queryKey: [...keys.run(id)] });
      runsChanged();
    },
  });
}

export function useRestoreRun() {
  return useMutation({
    mutationFn: (id: string) => call("restore_run", { id }),
    onSuccess: runsChanged,
  });
}

export function useExportRuns() {
  return useMutation({
    mutationFn: (wanted: { query: RunQuery; format: ExportFormat; path: string }) =>
      call("export_runs", wanted),
  });
}
