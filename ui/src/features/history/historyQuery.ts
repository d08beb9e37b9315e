/** What History is searched for. It stays while a run is looked at. */
import { create } from "zustand";
import type { TaskKind } from "../../generated";

interface HistoryQuery {
  search: string;
  kind: TaskKind | null;
}

export const useHistoryQuery = create<HistoryQuery>()(() => ({ search: "", kind: null }));
