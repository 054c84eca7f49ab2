import { HATCHES, hatchKind } from "@/lib/colour/hatch";

/**
 * Textures that tell classes apart without colour, in pixels of the screen.
 *
 * Each is 8 × 8 and joins itself on all sides. They depend on the place alone, so that an area looks the same
 * wherever it lies.
 */

export const PATTERN_SIZE = 8;

/** The first eight are those of classes everywhere on the page, in the order of `lib/colour/hatch.ts`. */
const DRAWN = [
  // none
  ["........", "........", "........", "........", "........", "........", "........", "........"],
  // up
  [".......#", "......#.", ".....#..", "....#...", "...#....", "..#.....", ".#......", "#......."],
  // down
  ["#.......", ".#......", "..#.....", "...#....", "....#...", ".....#..", "......#.", ".......#"],
  // rows
  ["........", "........", "########", "........", "........", "........", "########", "........"],
  // columns
  ["..#...#.", "..#...#.", "..#...#.", "..#...#.", "..#...#.", "..#...#.", "..#...#.", "..#...#."],
  // grid
  ["..#.....", "..#.....", "########", "..#.....", "..#.....", "..#.....", "..#.....", "..#....."],
  // cross
  ["#.......", ".#.....#", "..#...#.", "...#.#..", "....#...", "...#.#..", "..#...#.", ".#.....#"],
  // dots
  ["........", ".##.....", ".##.....", "........", "........", ".....##.", ".....##.", "........"],
  // Of states: broad rising lines
  ["###.....", "##.....#", "#.....##", ".....###", "....###.", "...###..", "..###...", ".###...."],
];

export const PLAIN = 0;
export const FALLING = 2;
export const DOTS = 7;
export const BROAD_RISING = 8;

/** All textures below each other: 1 where there is a mark, row by row. */
export const PATTERN_BITS: Uint8Array = Uint8Array.from(
  DRAWN.flatMap((rows) => [...rows.join("")].map((sign) => (sign === "#" ? 1 : 0))),
);
export const PATTERN_COUNT = DRAWN.length;

/** The texture of a class: as its swatches have it. */
export function patternOf(classIndex: number): number {
  return HATCHES.indexOf(hatchKind(classIndex));
}

/** Whether a texture has a mark at a pixel; x and y at least 0. */
export function isMarked(pattern: number, x: number, y: number): boolean {
  return PATTERN_BITS[pattern * 64 + (y & 7) * 8 + (x & 7)] === 1;
}
