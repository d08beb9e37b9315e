/** The sample documents that come with Winnow. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../host";
import { keys } from "./client";

export function useSamples() {
  return useQuery({
    queryKey: keys.samples,
    queryFn: () => call("list_samples", {}),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
