/** Models, catalog and machine, as cached server state. */
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ModelPurpose, ModelView } from "../../generated";
import { call } from "../../host";
import { keys, outdate, queryClient } from "./client";

/** Any command may load a model at its first use, so the list is asked for anew on every page. */
export function useModels() {
  return useQuery({
    queryKey: keys.models,
    queryFn: () => call("list_models", {}),
    staleTime: 0,
  });
}

export function useCatalog() {
  return useQuery({ queryKey: keys.catalog, queryFn: () => call("list_catalog", {}) });
}

export function useDoctor() {
  return useQuery({ queryKey: keys.doctor, queryFn: () => call("doctor", {}) });
}

/** The model that is chosen for a purpose. */
export function selectedModel(models: ModelView[], purpose: ModelPurpose): ModelView | undefined {
  return models.find((model) => model.selected && model.purpose === purpose);
}

/** Whether the chosen language model has shown that its summaries keep to the facts. */
export function useWrites(): boolean {
  const models = useModels();
  return selectedModel(models.data ?? [], "generate")?.probe?.earned ?? false;
}

/** Says that which models there are, or which are loaded, has changed. */
export function modelsChanged(): void {
  outdate(keys.models, keys.catalog, keys.doctor, keys.endpoints, keys.settings, keys.preview);
}

export function useOpenModel() {
  return useMutation({
    mutationFn: (path: string) => call("open_model", { path }),
    onSettled: modelsChanged,
  });
}

/** Chooses a model; one of an endpoint, which may have two, for a purpose. */
export function useSelectModel() {
  return useMutation({
    mutationFn: ({ id, purpose = null }: { id: string; purpose?: ModelPurpose | null }) =>
      call("select_model", { id, purpose }),
    onSettled: modelsChanged,
  });
}

export function useUnloadModel() {
  return useMutation({
    mutationFn: (id: string) => call("unload_model", { id }),
    onSettled: modelsChanged,
  });
}

export function useForgetModel() {
  return useMutation({
    mutationFn: (id: string) => call("forget_model", { id }),
    onSuccess: (_, id) => {
      queryClient.setQueryData<ModelView[]>(keys.models, (models) =>
        models?.filter((model) => model.id !== id),
      );
    },
    onSettled: modelsChanged,
  });
}
