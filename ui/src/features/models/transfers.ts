/** Loads, downloads and measurements under way. They go on while the page is away. */
import { create } from "zustand";
import type { ModelView } from "../../generated";
import { asHostError, call, stream } from "../../host";
import { text } from "../../i18n";
import { complain } from "../../shared/notice/toast";
import { modelsChanged } from "../../shared/query/models";

const words = text.models;

interface Transfer {
  operation: string;
  done: number;
  total: number | null;
  stopping: boolean;
  /** What is being done, where the command says. */
  doing: string | null;
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

type Tell = (progress: { done: number; total: number | null; doing?: string }) => void;

async function transfer(
  id: string,
  work: (operation: string, tell: Tell) => Promise<ModelView>,
): Promise<ModelView | null> {
  if (useTransfers.getState().transfers[id]) {
    return null;
  }
  const operation = crypto.randomUUID();
  set(id, () => ({ operation, done: 0, total: null, stopping: false, doing: null }));
  const tell: Tell = ({ done, total, doing = null }) => {
    if (useTransfers.getState().transfers[id]?.operation === operation) {
      set(id, (before) => ({ operation, done, total, doing, stopping: before?.stopping ?? false }));
    }
  };
  try {
    return await work(operation, tell);
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
  return transfer(id, (operation, tell) => stream("load_model", { id, operation }, tell));
}

/** Fetches a model of the catalog: it uses the network. */
export function downloadModel(id: string): Promise<ModelView | null> {
  return transfer(id, (operation, tell) => stream("download_model", { id, operation }, tell));
}

/** Measures a model's formats and has the best used from now on. */
export function optimizeModel(id: string): Promise<ModelView | null> {
  return transfer(id, (operation, tell) =>
    stream("optimize_model", { id, operation }, ({ done, total, stage, format }) =>
      tell({ done, total, doing: words.optimize.stages[stage](format) }),
    ),
  );
}

/** Has a language model summarize the sample texts. */
export function probeModel(id: string): Promise<ModelView | null> {
  return transfer(id, (operation, tell) =>
    stream("probe_model", { id, operation }, ({ done, total }) =>
      tell({ done, total, doing: words.probe.doing }),
    ),
  );
}

/** Stops what is under way for a model. */
export async function stopTransfer(id: string): Promise<void> {
  const operation = useTransfers.getState().transfers[id]?.operation;
  if (operation === undefined) {
    return;
  }
  set(id, (before) => ({
    operation,
    done: 0,
    total: null,
    doing: null,
    ...before,
    stopping: true,
  }));
  try {
    await call("cancel", { operation });
  } catch (thrown) {
    complain(thrown);
  }
}
