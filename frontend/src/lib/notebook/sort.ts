/** The order of rows: by several columns, each up or down. */
import type { Column } from "./columns";
import type { Row } from "./row";
import { sortValue } from "./values";

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

// "run 10" comes after "run 9"; Hangul and Latin as the readers of both expect.
const words = new Intl.Collator(["ko", "en"], { numeric: true, sensitivity: "base" });

/**
 * Sort rows. What is missing comes last whichever way a column is sorted; equal rows keep their order.
 *
 * @param rows Not changed.
 * @param keys The first one counts most; columns that are not there count nothing.
 */
export function sortRows(rows: readonly Row[], keys: readonly SortKey[], columns: readonly Column[]): Row[] {
  const ranks = keys.flatMap(({ column, descending }) => {
    const found = columns.find(({ key }) => key === column);
    return found ? [rankOf(rows, found, descending)] : [];
  });
  if (ranks.length === 0) return [...rows];
  const places = rows.map((_row, place) => place);
  places.sort((one, other) => {
    for (const rank of ranks) {
      const by = (rank[one] ?? 0) - (rank[other] ?? 0);
      if (by !== 0) return by;
    }
    return one - other;
  });
  return places.flatMap((place) => rows[place] ?? []);
}

/** Ranks by rows and column: to turn a sort around, or to type in the filter, compares no text again. */
const kept = new WeakMap<readonly Row[], Map<string, Float64Array>>();

function rankOf(rows: readonly Row[], column: Column, descending: boolean): Float64Array {
  const known = kept.get(rows) ?? new Map<string, Float64Array>();
  kept.set(rows, known);
  const rank = known.get(column.key) ?? ascendingRank(rows, column);
  known.set(column.key, rank);
  // What is missing has the rank of infinity, and is last either way.
  return descending ? rank.map((place) => (place === Number.POSITIVE_INFINITY ? place : -place)) : rank;
}

/** Give each row's rank in one column: texts are compared once for each different text. */
function ascendingRank(rows: readonly Row[], column: Column): Float64Array {
  const values = rows.map((row) => sortValue(row, column));
  const different = [...new Set(values)].filter((value) => value !== null);
  different.sort((one, other) =>
    typeof one === "number" && typeof other === "number"
      ? one - other
      : words.compare(String(one), String(other)),
  );
  const rank = new Map<string | number, number>();
  let place = -1;
  let before: string | number | null = null;
  for (const value of different) {
    if (before === null || !isEqual(before, value)) place += 1;
    rank.set(value, place);
    before = value;
  }
  return Float64Array.from(values, (value) =>
    value === null ? Number.POSITIVE_INFINITY : (rank.get(value) ?? 0),
  );
}

function isEqual(one: string | number, other: string | number): boolean {
  return typeof one === "number" || typeof other === "number"
    ? one === other
    : words.compare(one, other) === 0;
}

/**
 * Give the sort after a click on a column's head: up, down, none.
 *
 * @param add Keep the other keys (Shift was held); a column that counts already is turned in its place.
 */
export function toggledSort(keys: readonly SortKey[], column: string, add: boolean): SortKey[] {
  const before = keys.find((key) => key.column === column);
  const next =
    before === undefined
      ? { column, descending: false }
      : before.descending
        ? null
        : { column, descending: true };
  if (!add) return next ? [next] : [];
  if (before === undefined) return [...keys, { column, descending: false }];
  return keys.flatMap((key) => (key.column === column ? (next ?? []) : key));
}

/** Read a sort as addresses have it: `-miou,when`. */
export function readSort(words: readonly string[]): SortKey[] {
  return words
    .filter((word) => word.replace(/^-/, "") !== "")
    .map((word) => ({ column: word.replace(/^-/, ""), descending: word.startsWith("-") }));
}

/** Write a sort for an address. */
export function writeSort(keys: readonly SortKey[]): string[] {
  return keys.map(({ column, descending }) => (descending ? `-${column}` : column));
}
