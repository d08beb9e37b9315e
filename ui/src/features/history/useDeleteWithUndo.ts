import { text } from "../../i18n";
import { complain, offerUndo } from "../../shared/notice/toast";
import { useDeleteRun, useRestoreRun } from "../../shared/query/runs";

/**
 * Deletes a run and offers to undo it: nothing is lost to a slip. Both outlive the row and the page
 * that the run was deleted from.
 */
export function useDeleteWithUndo(): (id: string) => void {
  const remove = useDeleteRun();
  const restore = useRestoreRun();
  return (id) => {
    remove.mutateAsync(id).then(
      () =>
        offerUndo(text.history.deleted, text.history.undo, () => {
          restore.mutateAsync(id).catch(complain);
        }),
      complain,
    );
  };
}
