import { inkOn } from "./contrast";

/** Hatchings, so that classes are told apart without their colours. */

/** Kinds of hatching, in the order in which classes get them. */
export const HATCHES = ["none", "up", "down", "rows", "columns", "grid", "cross", "dots"] as const;
export type HatchKind = (typeof HATCHES)[number];

const LINES: Record<HatchKind, readonly string[]> = {
  none: [],
  up: ["M-1 7L7-1M-1 13L13-1M5 13L13 5"],
  down: ["M5-1L13 7M-1-1L13 13M-1 5L7 13"],
  rows: ["M0 3H12M0 9H12"],
  columns: ["M3 0V12M9 0V12"],
  grid: ["M0 3H12M0 9H12", "M3 0V12M9 0V12"],
  cross: ["M-1 13L13-1", "M-1-1L13 13"],
  dots: ["M3 2.4V3.6M9 2.4V3.6M3 8.4V9.6M9 8.4V9.6"],
};

/** The hatching of the class with an index. */
export function hatchKind(index: number): HatchKind {
  return HATCHES[((index % HATCHES.length) + HATCHES.length) % HATCHES.length] as HatchKind;
}

/** Give a class's hatching as paths in a square of 12, and the ink that is seen on its colour. */
export function hatchOf(index: number, colour: string): { lines: readonly string[]; ink: string } {
  return { lines: LINES[hatchKind(index)], ink: inkOn(colour) };
}
