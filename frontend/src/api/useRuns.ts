import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { changesOfRuns } from "@/lib/run/changes";
import { onServerEvent } from "./events";
import { classTrendQuery, runsQuery } from "./runs";

const GATHERED_FOR = 500;

/** Give all runs, newest first; asked for again when one begins, is validated or ends. */
export function useRuns() {
  const options = runsQuery();
  useAskAgain(options.queryKey);
  return useQuery(options);
}

/** Give how a class did over all runs; asked for again as the list is. */
export function useClassTrend(name: string) {
  const options = classTrendQuery(name);
  useAskAgain(options.queryKey);
  return useQuery(options);
}

function useAskAgain(queryKey: QueryKey): void {
  const queries = useQueryClient();
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    const isChange = changesOfRuns();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = onServerEvent("run", (event) => {
      if (!isChange(event)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: JSON.parse(key) });
      }, GATHERED_FOR);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [queries, key]);
}
