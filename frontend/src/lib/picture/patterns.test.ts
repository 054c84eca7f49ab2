import { expect, test } from "vitest";
import { isMarked, PATTERN_BITS, PATTERN_COUNT, PATTERN_SIZE, patternOf } from "./patterns";

const bitsOf = (pattern: number) => PATTERN_BITS.slice(pattern * 64, pattern * 64 + 64);

test("all textures differ, wherever they begin", () => {
  for (let a = 0; a < PATTERN_COUNT; a++)
    for (let b = 0; b < a; b++)
      for (let shift = 0; shift < 64; shift++) {
        const moved = Array.from(bitsOf(b), (_, i) =>
          Number(isMarked(b, (i % 8) + (shift % 8), (i >> 3) + (shift >> 3))),
        );
        expect(moved).not.toEqual(Array.from(bitsOf(a)));
      }
});

test("textures go on beyond their edge", () => {
  for (let x = 0; x < 30; x++)
    expect(isMarked(1, x, 3)).toBe(isMarked(1, x + PATTERN_SIZE, 3 + PATTERN_SIZE));
});

test("marks leave most of the ground to be seen", () => {
  for (let pattern = 0; pattern < PATTERN_COUNT; pattern++)
    expect(bitsOf(pattern).reduce((sum, bit) => sum + bit, 0)).toBeLessThanOrEqual(28);
});

test("neighbouring classes never share a texture", () => {
  for (let index = 0; index < 200; index++) expect(patternOf(index)).not.toBe(patternOf(index + 1));
});
