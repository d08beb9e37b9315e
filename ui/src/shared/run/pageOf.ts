/** The page that a kind of task is done on. */
import type { TaskKind } from "../../generated";

const PATHS: Record<TaskKind, string> = {
  classify: "/classify",
  extract: "/extract",
  summarize: "/summarize",
  generate: "/playground",
};

export function pageOf(kind: TaskKind): string {
  return PATHS[kind];
}
