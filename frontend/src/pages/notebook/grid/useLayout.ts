import { useCallback, useMemo } from "react";
import type { NotebookState } from "@/lib/notebook/address";
import { boundedWidth, type Column, movedColumn } from "@/lib/notebook/columns";
import { readSort, toggledSort, writeSort } from "@/lib/notebook/sort";
import { useStore } from "@/lib/store/useStore";
import { columnWidths } from "../tools/kept";

/** How the grid is laid out, and what its heads change of that: widths in this browser, the rest in the address. */
export function useLayout(
  columns: readonly Column[],
  state: NotebookState,
  setState: (change: Partial<NotebookState>) => void,
) {
  const widths = useStore(columnWidths);
  const widthOf = useCallback((column: Column) => widths[column.key] ?? column.width, [widths]);
  const onWidth = useCallback((column: string, width: number) => {
    columnWidths.set({ ...columnWidths.get(), [column]: boundedWidth(width) });
  }, []);
  const { sort, order, folded } = state;
  const onSort = useCallback(
    (column: string, add: boolean) => setState({ sort: writeSort(toggledSort(readSort(sort), column, add)) }),
    [sort, setState],
  );
  const onMove = useCallback(
    (column: string, to: string) => setState({ order: movedColumn(columns, order, column, to) }),
    [columns, order, setState],
  );
  const onFold = useCallback(
    (group: string) =>
      setState({
        folded: folded.includes(group) ? folded.filter((other) => other !== group) : [...folded, group],
      }),
    [folded, setState],
  );
  return useMemo(
    () => ({ widthOf, onWidth, onSort, onMove, onFold }),
    [widthOf, onWidth, onSort, onMove, onFold],
  );
}
