import { QueryClient } from "@tanstack/react-query";
import { isPassing } from "@/api/errors";

const TRIES = 3;

/** What was asked is true until the server says that it changed (`api/events.ts`). */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => isPassing(error) && failures < TRIES,
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 4000),
      networkMode: "always", // the server is on this machine, whatever the network does
    },
    mutations: { retry: false, networkMode: "always" },
  },
});
