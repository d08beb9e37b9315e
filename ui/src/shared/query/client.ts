/** The one cache of what the core knows. */
import { QueryClient } from "@tanstack/react-query";

export const queryClient = new QueryClient({
  defaultOptions: {
    // The core is on this machine: a failure is an answer, and nothing changes behind our back.
    queries: { retry: false, refetchOnWindowFocus: false, staleTime: 30_000 },
    mutations: { retry: false },
  },
});

/** Names of what is cached; a change invalidates by the first part. */
export const keys = {
  catalog: ["catalog"],
  doctor: ["doctor"],
  endpoints: ["endpoints"],
  models: ["models"],
  preview: ["preview"],
  run: (id: string) => ["run", id],
  runs: ["runs"],
  samples: ["samples"],
  settings: ["settings"],
  sought: ["sought"],
  tasks: ["tasks"],
  teaching: ["teaching"],
} as const;

/** Says that these have changed. */
export function outdate(...changed: ReadonlyArray<readonly unknown[]>): void {
  for (const queryKey of changed) {
    void queryClient.invalidateQueries({ queryKey: [...queryKey] });
  }
}
