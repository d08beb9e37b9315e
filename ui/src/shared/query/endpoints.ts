/** Models on other computers, as cached server state. */
import { useMutation, useQuery } from "@tanstack/react-query";
import type { EndpointModelView, EndpointSpec, EndpointView, ModelPurpose } from "../../generated";
import { call } from "../../host";
import { keys, queryClient } from "./client";
import { modelsChanged } from "./models";

export function useEndpoints() {
  return useQuery({ queryKey: keys.endpoints, queryFn: () => call("list_endpoints", {}) });
}

/** The chosen model of an endpoint, and the host that texts go to. */
export interface RemoteChoice {
  name: string;
  host: string;
  /** Whether the host is this computer. */
  here: boolean;
}

/** Whether an endpoint's model is the chosen one for a purpose. */
export function isChosen(model: EndpointModelView, purpose: ModelPurpose): boolean {
  return purpose === "embed" ? model.embeds : model.selected;
}

/** The chosen model for a purpose, if it is on another computer. */
export function useRemoteChoice(purpose: ModelPurpose): RemoteChoice | null {
  const endpoints = useEndpoints().data ?? [];
  for (const { name, host, here, models } of endpoints) {
    const chosen = models.find((model) => isChosen(model, purpose));
    if (chosen) {
      return { name: `${name}/${chosen.name}`, host, here };
    }
  }
  return null;
}

/** The servers that the text of a document may go to, each once. */
export function useRemoteChoices(): RemoteChoice[] {
  const choices = [useRemoteChoice("generate"), useRemoteChoice("embed")];
  return choices.filter(
    (choice, index): choice is RemoteChoice =>
      choice !== null && choices.findIndex((other) => other?.host === choice.host) === index,
  );
}

function put(endpoint: EndpointView): void {
  queryClient.setQueryData<EndpointView[]>(keys.endpoints, (endpoints = []) =>
    [...endpoints.filter(({ name }) => name !== endpoint.name), endpoint].sort((a, b) =>
      a.name.localeCompare(b.name),
    ),
  );
}

export function useAddEndpoint() {
  return useMutation({
    mutationFn: (spec: EndpointSpec) => call("add_endpoint", { spec }),
    onSuccess: put,
  });
}

export function useProbeEndpoint() {
  return useMutation({
    mutationFn: ({ name, model }: { name: string; model: string | null }) =>
      call("probe_endpoint", { name, model, operation: `probe ${name}` }),
    onSuccess: put,
  });
}

export function useRemoveEndpoint() {
  return useMutation({
    mutationFn: (name: string) => call("remove_endpoint", { name }),
    onSettled: modelsChanged,
  });
}
