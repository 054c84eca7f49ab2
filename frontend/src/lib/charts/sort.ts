/** Sorting of tables: by one column, with what is not known last. */

export type Direction = "up" | "down";
export type Sortable = number | string | null | undefined;

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/**
 * Sort rows by one value of each; equal ones keep their order.
 *
 * What has no value stands last in both directions: the weakest class is not one that does not occur.
 */
export function sortBy<Row>(
  rows: readonly Row[],
  value: (row: Row) => Sortable,
  direction: Direction,
): Row[] {
  const sign = direction === "up" ? 1 : -1;
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((a, b) => {
      const [isA, isB] = [isKnown(a.value), isKnown(b.value)];
      if (!isA || !isB) return Number(isB) - Number(isA);
      return sign * compare(a.value as number | string, b.value as number | string);
    })
    .map(({ row }) => row);
}

/** Keep what is sorted, and how, in one word of an address: `iou`, `-iou`. */
export interface Order<Column extends string> {
  column: Column;
  direction: Direction;
}

export function readOrder<Column extends string>(
  word: string,
  columns: readonly Column[],
  fallback: Order<Column>,
): Order<Column> {
  const name = word.replace(/^-/, "");
  const column = columns.find((known) => known === name);
  return column ? { column, direction: word.startsWith("-") ? "down" : "up" } : fallback;
}

export function writeOrder(order: Order<string>): string {
  return (order.direction === "down" ? "-" : "") + order.column;
}

/** What a press on a column's head does: sort by it in its own first direction, then turn it around. */
export function pressed<Column extends string>(
  order: Order<Column>,
  column: Column,
  first: Direction,
): Order<Column> {
  if (order.column !== column) return { column, direction: first };
  return { column, direction: order.direction === "up" ? "down" : "up" };
}

/** For `aria-sort`. */
export function ariaSort<Column extends string>(
  order: Order<Column>,
  column: Column,
): "ascending" | "descending" | "none" {
  if (order.column !== column) return "none";
  return order.direction === "up" ? "ascending" : "descending";
}

function compare(a: number | string, b: number | string): number {
  return typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b));
}

function isKnown(value: Sortable): boolean {
  return typeof value === "string" ? value !== "" : typeof value === "number" && !Number.isNaN(value);
}
