/**
 * Textures that tell classes apart without colour, in pixels of the screen.
 *
 * Each is 8 × 8 and joins itself on all sides. They depend on the place alone, so that an area looks the same
 * wherever it lies. Neighbouring class numbers get textures of another direction.
 */

export const PATTERN_SIZE = 8;

const DRAWN = [
  // plain
  ["........", "........", "........", "........", "........", "........", "........", "........"],
  // rising lines
  [".......#", "......#.", ".....#..", "....#...", "...#....", "..#.....", ".#......", "#......."],
  // lying lines
  ["........", "########", "........", "........", "........", "########", "........", "........"],
  // dots
  ["........", ".##.....", ".##.....", "........", "........", ".....##.", ".....##.", "........"],
  // falling lines
  ["#.......", ".#......", "..#.....", "...#....", "....#...", ".....#..", "......#.", ".......#"],
  // standing lines
  [".#...#..", ".#...#..", ".#...#..", ".#...#..", ".#...#..", ".#...#..", ".#...#..", ".#...#.."],
  // crosses
  ["........", "...#....", "...#....", ".#####..", "...#....", "...#....", "........", "........"],
  // broad rising lines
  ["###.....", "##.....#", "#.....##", ".....###", "....###.", "...###..", "..###...", ".###...."],
  // lattice
  ["#.......", ".#.....#", "..#...#.", "...#.#..", "....#...", "...#.#..", "..#...#.", ".#.....#"],
  // bricks
  ["########", "#.......", "#.......", "#.......", "########", "....#...", "....#...", "....#..."],
  // broad falling lines
  ["###.....", ".###....", "..###...", "...###..", "....###.", ".....###", "#.....##", "##.....#"],
  // waves
  ["........", ".##.....", "#..#..#.", "....##..", "........", ".##.....", "#..#..#.", "....##.."],
];

export const PLAIN = 0;
export const RISING = 1;
export const DOTS = 3;
export const FALLING = 4;
export const BROAD_RISING = 7;

/** All textures below each other: 1 where there is a mark, row by row. */
export const PATTERN_BITS: Uint8Array = Uint8Array.from(
  DRAWN.flatMap((rows) => [...rows.join("")].map((sign) => (sign === "#" ? 1 : 0))),
);
export const PATTERN_COUNT = DRAWN.length;

/** The texture of a class; classes share textures from the twelfth on, never with a neighbour. */
export function patternOf(classIndex: number): number {
  return classIndex % PATTERN_COUNT;
}

/** Whether a texture has a mark at a pixel; x and y at least 0. */
export function isMarked(pattern: number, x: number, y: number): boolean {
  return PATTERN_BITS[pattern * 64 + (y & 7) * 8 + (x & 7)] === 1;
}
