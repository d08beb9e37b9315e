/** What a task was taught by, as cached server state. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { TaskSpec, TeachingView } from "../../generated";
import { call, stream } from "../../host";
import { keys, outdate, queryClient } from "./client";

/** What examples belong to, and what is learned from them depends on; its name is neither. */
function keyOf(task: TaskSpec) {
  const { labels, multi, fields, schema, decide, examples, kind, calibrate } = task;
  return [
    ...keys.teaching,
    { kind, labels, multi, fields, schema, decide, examples, calibrate },
  ] as const;
}

/** Whether there is anything to teach: a task that is half written has no examples. */
export function canBeTaught(task: TaskSpec | null): task is TaskSpec {
  return (
    (task?.kind === "classify" && task.labels.length > (task.multi ? 0 : 1)) ||
    (task?.kind === "extract" && (task.fields.length > 0 || task.schema !== null))
  );
}

export function useTeaching(task: TaskSpec | null) {
  return useQuery({
    queryKey: task ? [...keyOf(task)] : [...keys.teaching],
    queryFn: () => (task ? call("get_teaching", { task }) : Promise.resolve(null)),
    enabled: canBeTaught(task),
    placeholderData: keepPreviousData,
  });
}

/** What is known of a task's teaching now, if it was looked at. */
export function knownTeaching(task: TaskSpec): TeachingView | undefined {
  return queryClient.getQueryData<TeachingView>([...keyOf(task)]);
}

/** Remembers what came of teaching a task. */
export function taught(task: TaskSpec, view: TeachingView): void {
  queryClient.setQueryData([...keyOf(task)], view);
}

/** Learns anew from the examples that count now. */
export async function learnAgain(task: TaskSpec): Promise<TeachingView> {
  const operation = crypto.randomUUID();
  const view = await stream("learn_task", { task, operation }, () => {});
  taught(task, view);
  return view;
}

/** Takes an example back, or puts it back, and learns anew. */
export function useExampleChange(task: TaskSpec) {
  return useMutation({
    mutationFn: async ({ id, back }: { id: string; back: boolean }) => {
      await call(back ? "restore_example" : "drop_example", { id });
      return learnAgain(task);
    },
  });
}

/** The document of these that is best answered next; null when all are answered. */
export function useSuggestion() {
  return useMutation({
    mutationFn: (wanted: { task: TaskSpec; documents: string[] }) =>
      call("suggest_document", wanted),
  });
}

export function useExportTeaching() {
  return useMutation({
    mutationFn: (wanted: { task: TaskSpec; texts: boolean; path: string }) =>
      call("export_teaching", wanted),
  });
}

export function useImportTeaching() {
  return useMutation({
    mutationFn: (path: string) => call("import_teaching", { path }),
    onSuccess: () => outdate(keys.tasks, keys.teaching),
  });
}
