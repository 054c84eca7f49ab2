/** A forest plot: each change as a point with its interval, all around one line of no change. */
import { type Extent, extentOf, place, rounded, ticks } from "@/lib/charts/scale";
import { sortBy } from "@/lib/charts/sort";

/** What a row of the plot needs; 0 … 1. */
export interface Change {
  name: string;
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Its interval rests on enough pictures. */
  safe: boolean;
}

export interface ForestScale extends Extent {
  marks: number[];
}

/** All that is drawn of a change, in shares of the width. */
export interface ForestBar {
  point: number;
  from: number;
  to: number;
  /** The interval goes on beyond the edge. */
  isCutLow: boolean;
  isCutHigh: boolean;
}

const LEAST = 0.01;

/**
 * Choose a scale that holds every point and every safe interval, and always 0.
 *
 * An interval from a few pictures may be as wide as all there is: it is cut, so that the others can be read;
 * where all are such, there is nothing else to be read.
 */
export function forestScale(changes: readonly Change[]): ForestScale {
  const safe = changes.filter((change) => change.safe);
  const ends = (safe.length > 0 ? safe : changes).flatMap((change) => [change.low, change.high]);
  const found = extentOf([0, ...changes.map((change) => change.difference), ...ends]) ?? { low: 0, high: 0 };
  const wide = rounded({ low: Math.min(found.low, -LEAST), high: Math.max(found.high, LEAST) }, 6);
  return { ...wide, marks: ticks(wide, 6) };
}

/** Place a change on the scale; null where it is not defined. */
export function forestBar(change: Change, scale: ForestScale): ForestBar | null {
  const { difference } = change;
  if (!isKnown(difference)) return null;
  const low = isKnown(change.low) ? change.low : difference;
  const high = isKnown(change.high) ? change.high : difference;
  const at = (value: number) => Math.min(Math.max(place(value, scale, 0, 1), 0), 1);
  return {
    point: at(difference),
    from: at(low),
    to: at(high),
    isCutLow: low < scale.low,
    isCutHigh: high > scale.high,
  };
}

export const FOREST_ORDERS = ["change", "name", "class"] as const;
export type ForestOrder = (typeof FOREST_ORDERS)[number];

/** Sort changes: the greatest gain first, by name, or as the class set has them. */
export function sortChanges<C extends Change>(changes: readonly C[], order: ForestOrder): C[] {
  if (order === "class") return [...changes];
  if (order === "name") return sortBy(changes, (change) => change.name, "up");
  return sortBy(changes, (change) => change.difference, "down");
}

function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
