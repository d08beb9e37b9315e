/** Tasks that are kept under a name, and the prompt that a task would become. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { RunInput, TaskSpec } from "../../generated";
import { call } from "../../host";
import { keys, outdate } from "./client";

export function useTasks() {
  return useQuery({ queryKey: keys.tasks, queryFn: () => call("list_tasks", {}) });
}

export function useSaveTask() {
  return useMutation({
    mutationFn: ({ id, task }: { id: string | null; task: TaskSpec }) =>
      call("save_task", { id, task }),
    onSuccess: () => outdate(keys.tasks),
  });
}

export function useDeleteTask() {
  return useMutation({
    mutationFn: (id: string) => call("delete_task", { id }),
    onSuccess: () => outdate(keys.tasks),
  });
}

/** What a field is looked for as whose type is left at text. Nothing is asked without words. */
export function useSoughtType(name: string, description: string) {
  const asked = `${name}${description}`.trim() !== "";
  return useQuery({
    queryKey: [...keys.sought, name, description],
    queryFn: () => call("sought_type", { name, description }),
    enabled: asked,
    placeholderData: asked ? keepPreviousData : undefined,
    gcTime: 60_000,
  });
}

/** The prompt as the model would see it. Nothing is asked while `task` or `input` is null. */
export function usePromptPreview(task: TaskSpec | null, input: RunInput | null) {
  return useQuery({
    queryKey: [...keys.preview, task, input],
    queryFn: () =>
      task && input ? call("preview_prompt", { task, input }) : Promise.resolve(null),
    enabled: task !== null && input !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}
