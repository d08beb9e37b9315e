/** Loads and downloads under way. They go on while the page is away. */
import { create } from "zustand";
import type { ModelView, TransferEvent } from "../../generated";
import { asHostError, call, stream } from "../../host";
import { complain } from "../../shared/notice/toast";
import { modelsChanged } from "../../shared/query/models";

interface Transfer {
  operation: string;
  done: number;
  total: number | null;
  stopping: boolean;
}

interface TransferStore {
  /** By the id of the model or of the catalog's entry. */
  transfers: Record<string, Transfer>;
}

const useTransfers = create<TransferStore>()(() => ({ transfers: {} }));

export function useTransfer(id: string): Transfer | undefined {
  return useTransfers((store) => store.transfers[id]);
}

function set(id: string, change: (transfer: Transfer | undefined) => Transfer): void {
  useTransfers.setState(({ transfers }) => ({
    transfers: { ...transfers, [id]: change(transfers[id]) },
  }));
}

function end(id: string): void {
  useTransfers.setState(({ transfers }) => {
    const { [id]: _over, ...rest } = transfers;
    return { transfers: rest };
  });
}

async function transfer(
  command: "load_model" | "download_model",
  id: string,
): Promise<ModelView | null> {
  if (useTransfers.getState().transfers[id]) {
    return null;
  }
  const operation = crypto.randomUUID();
  set(id, () => ({ operation, done: 0, total: null, stopping: false }));
  const onEvent = ({ done, total }: TransferEvent) => {
    if (useTransfers.getState().transfers[id]?.operation === operation) {
      set(id, (before) => ({ operation, done, total, stopping: before?.stopping ?? false }));
    }
  };
  try {
    return await stream(command, { id, operation }, onEvent);
  } catch (thrown) {
    if (asHostError(thrown).code !== "cancelled") {
      complain(thrown);
    }
    return null;
  } finally {
    end(id);
    modelsChanged();
  }
}

/** Loads a model now; null when it did not work or was stopped. */
export function loadModel(id: string): Promise<ModelView | null> {
  return transfer("load_model", id);
}

/** Fetches a model of the catalog: the only thing here that uses the network. */
export function downloadModel(id: string): Promise<ModelView | null> {
  return transfer("download_model", id);
}

/** Stops what is under way for a model. */
export async function stopTransfer(id: string): Promise<void> {
  const operation = useTransfers.getState().transfers[id]?.operation;
  if (operation === undefined) {
    return;
  }
  set(id, (before) => ({ operation, done: 0, total: null, ...before, stopping: true }));
  try {
    await call("cancel", { operation });
  } catch (thrown) {
    complain(thrown);
  }
}
