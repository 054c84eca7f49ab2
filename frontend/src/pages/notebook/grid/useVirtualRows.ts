import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useMemo } from "react";
import type { Item } from "@/lib/notebook/arrange";
import type { Column } from "@/lib/notebook/columns";
import { rowHeight, rowLines } from "@/lib/notebook/heights";
import type { Row } from "@/lib/notebook/row";

const GROUP_HEIGHT = 33;
const OVERSCAN = 3;

interface Options {
  items: readonly Item[];
  columns: readonly Column[];
  expanded: ReadonlySet<string>;
  /** Place of the active cell's row: it keeps the focus, so it is drawn wherever the grid is scrolled to. */
  active: number | undefined;
  scroller: RefObject<HTMLElement | null>;
  widthOf(column: Column): number;
}

/** Which rows are drawn, and where. */
export function useVirtualRows({ items, columns, expanded, active, scroller, widthOf }: Options) {
  // A row says how many lines it takes once; a column that is drawn wider moves rows only when they are seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns make other heights
  const known = useMemo(() => new WeakMap<Row, number>(), [columns]);
  const linesAt = (place: number): number => {
    const item = items[place];
    if (item?.kind !== "row") return 0;
    const lines = known.get(item.row) ?? rowLines(item.row, columns, widthOf);
    known.set(item.row, lines);
    return lines;
  };
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (place) => items[place]?.id ?? place,
    estimateSize: (place) => {
      const item = items[place];
      return item?.kind === "row" ? rowHeight(linesAt(place), expanded.has(item.id)) : GROUP_HEIGHT;
    },
    overscan: OVERSCAN,
    scrollPaddingStart: 36,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(startIndex - overscan, 0);
      const last = Math.min(endIndex + overscan, count - 1);
      const range = Array.from({ length: last - first + 1 }, (_nothing, at) => first + at);
      if (active === undefined || range.includes(active)) return range;
      return [...range, active].sort((one, other) => one - other);
    },
  });
  return { virtual, linesAt };
}
