import { useEffect, useState, useSyncExternalStore } from "react";
import { onServerEvent } from "@/api/events";
import { readVerdicts } from "@/api/notebook";
import { VerdictKeeper } from "@/lib/notebook/verdicts";

/** The verdicts of the rows that were in sight; tell `keeper.show` which are. */
export function useVerdicts() {
  const [keeper] = useState(() => new VerdictKeeper({ ask: readVerdicts }));
  const verdicts = useSyncExternalStore(keeper.subscribe, keeper.known);
  useEffect(() => {
    const end = onServerEvent("verdicts", ({ rows }) => keeper.hear(rows));
    return () => {
      end();
      keeper.close();
    };
  }, [keeper]);
  return { keeper, verdicts };
}
