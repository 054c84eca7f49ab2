import { useCallback, useMemo } from "react";
import type { Draft } from "@/lib/notebook/drafts";
import { useNotebook } from "../data/notebook";

/** Give what is unsaved and what is fresh of each row, so that only these rows are drawn again. */
export function useRowParts() {
  const { edits, fresh } = useNotebook();
  const drafts = useMemo(() => {
    const of = new Map<number, Map<string, Draft>>();
    for (const draft of edits.drafts.values()) {
      const row = of.get(draft.row) ?? new Map<string, Draft>();
      of.set(draft.row, row.set(draft.field, draft));
    }
    return of;
  }, [edits.drafts]);
  const freshFields = useMemo(() => {
    const of = new Map<number, string[]>();
    for (const key of fresh) {
      const [row = "", ...field] = key.split(" ");
      of.set(Number(row), [...(of.get(Number(row)) ?? []), field.join(" ")]);
    }
    return of;
  }, [fresh]);
  return useCallback(
    (row: number) => ({ drafts: drafts.get(row), fresh: freshFields.get(row)?.join("\n") ?? "" }),
    [drafts, freshFields],
  );
}
