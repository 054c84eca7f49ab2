import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Item } from "@/lib/notebook/arrange";
import type { Column } from "@/lib/notebook/columns";
import type { Row } from "@/lib/notebook/row";
import {
  type Block,
  blockOf,
  heldSelection,
  type Selection,
  type Sheet,
  selectCell,
} from "@/lib/notebook/selection";

/** What is chosen, held while rows come, go and change their order. */
export function useSelection(items: readonly Item[], columns: readonly Column[]) {
  const { rows, sheet, places, order } = useMemo(() => {
    const rows: Row[] = [];
    const lines: string[] = [];
    const places = new Map<string, number>();
    const order = new Map<string, number>();
    for (const [place, item] of items.entries()) {
      if (item.kind !== "row") continue;
      places.set(item.id, place);
      order.set(item.id, rows.length);
      rows.push(item.row);
      lines.push(item.id);
    }
    return { rows, sheet: { lines, columns: columns.map(({ key }) => key) } satisfies Sheet, places, order };
  }, [items, columns]);
  const [kept, setKept] = useState<Selection>(() =>
    selectCell({ line: sheet.lines[0] ?? "", column: sheet.columns[1] ?? "" }),
  );
  const before = useRef(sheet);
  const selection = useMemo(() => heldSelection(kept, before.current, sheet) ?? kept, [kept, sheet]);
  useEffect(() => {
    before.current = sheet;
    setKept(selection);
  }, [sheet, selection]);
  const block: Block = useMemo(() => blockOf(selection, sheet), [selection, sheet]);
  const select = useCallback((next: Selection | null) => next && setKept(next), []);
  const row = rows[order.get(selection.active.line) ?? -1];
  const column = columns.find(({ key }) => key === selection.active.column);
  return {
    selection,
    select,
    block,
    sheet,
    rows,
    /** Line → its place among all items, group heads included. */
    places,
    /** Line → its place among the rows. */
    order,
    /** What is active. */
    row,
    column,
  };
}
