import { text } from "../../i18n";
import { complain, offerUndo } from "../../shared/notice/toast";
import { useDeleteRun, useRestoreRun } from "../../shared/query/runs";

/** Deletes a run and offers to undo it: nothing is lost to a slip. */
export function useDeleteWithUndo(): (id: string) => void {
  const remove = useDeleteRun();
  const restore = useRestoreRun();
  return (id) =>
    remove.mutate(id, {
      onSuccess: () =>
        offerUndo(text.history.deleted, text.history.undo, () =>
          restore.mutate(id, { onError: complain }),
        ),
      onError: complain,
    });
}
