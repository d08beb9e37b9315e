/** Pages of PDFs as pictures. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../host";

/** A page, counted from 1. A picture never changes, so it is asked for once. */
export function usePage(id: string, number: number) {
  return useQuery({
    queryKey: ["page", id, number],
    queryFn: () => call("show_page", { id, number }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}
