/** Settings, as cached server state. */
import { useMutation, useQuery } from "@tanstack/react-query";
import type { SettingsPatch } from "../../generated";
import { call } from "../../host";
import { keys, outdate, queryClient } from "./client";

export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: () => call("get_settings", {}) });
}

export function useUpdateSettings() {
  return useMutation({
    mutationFn: (patch: SettingsPatch) => call("update_settings", { patch }),
    onSuccess: (settings) => {
      queryClient.setQueryData(keys.settings, settings);
      outdate(keys.models, keys.doctor, keys.preview);
    },
  });
}
