import { useCallback, useEffect, useMemo, useState } from "react";
import type { Row } from "@/api/notebook";
import type { NotebookState } from "@/lib/notebook/address";
import { allColumns } from "@/lib/notebook/columns";
import { toggledTerm } from "@/lib/notebook/filter";
import { useStore } from "@/lib/store/useStore";
import type { Step } from "@/lib/url-state/useUrlState";
import { newColumns } from "../tools/kept";
import type { Notebook } from "./notebook";
import { useEdits } from "./useEdits";
import { useRows } from "./useRows";
import { useVerdicts } from "./useVerdicts";

/** What is open over the page. */
export type OpenDialog =
  | { readonly kind: "newRow" | "import" }
  | { readonly kind: "history"; readonly row: number; readonly field: string }
  | { readonly kind: "collision"; readonly key: string };

const NONE: readonly Row[] = [];

/** Everything that the parts of the page share. */
export function useNotebookState(
  state: NotebookState,
  setState: (change: Partial<NotebookState>, step?: Step) => void,
) {
  const { query, fresh } = useRows(state.deleted);
  const rows = query.data?.rows ?? NONE;
  const written = query.data?.own_fields;
  const added = useStore(newColumns);
  const ownFields = useMemo(
    () => [...(written ?? []), ...added.filter((name) => !written?.includes(name))],
    [written, added],
  );
  const columns = useMemo(() => allColumns(ownFields), [ownFields]);
  const byNumber = useMemo(() => new Map(rows.map((row) => [row.number, row])), [rows]);
  const edits = useEdits(byNumber);
  const { keeper, verdicts } = useVerdicts();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  useCollisionOffer(edits.drafts, dialog === null, (key) => setDialog({ kind: "collision", key }));

  const openRow = useCallback((row: number | null) => setState({ row }, "push"), [setState]);
  const toggleFilter = useCallback<Notebook["toggleFilter"]>(
    (field, value) => setState({ q: toggledTerm(state.q, field, value) }),
    [setState, state.q],
  );
  const notebook: Notebook = useMemo(
    () => ({
      rows,
      byNumber,
      ownFields,
      columns,
      edits,
      fresh,
      verdicts,
      keeper,
      openRow,
      showHistory: (row, field) => setDialog({ kind: "history", row, field }),
      showCollision: (key) => setDialog({ kind: "collision", key }),
      toggleFilter,
    }),
    [rows, byNumber, ownFields, columns, edits, fresh, verdicts, keeper, openRow, toggleFilter],
  );
  return { query, notebook, dialog, setDialog };
}

/** Offer a merge as soon as two texts collide; whoever is writing is not interrupted. */
function useCollisionOffer(
  drafts: Notebook["edits"]["drafts"],
  isFree: boolean,
  offer: (key: string) => void,
): void {
  const [offered] = useState(() => new Set<string>());
  useEffect(() => {
    for (const key of offered) if (drafts.get(key)?.state !== "collided") offered.delete(key);
    if (!isFree || isWriting()) return;
    const found = [...drafts].find(([key, draft]) => draft.state === "collided" && !offered.has(key));
    if (!found) return;
    offered.add(found[0]);
    offer(found[0]);
  });
}

function isWriting(): boolean {
  const focused = document.activeElement;
  return (
    (focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement) && focused.value !== ""
  );
}
