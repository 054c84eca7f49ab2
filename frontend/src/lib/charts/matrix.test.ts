import { expect, test } from "vitest";
import { MATRIX_SCALES, matrixOf, NO_CLASS, shareOf, shortCount, shortShare, strength } from "./matrix";

const matrix = matrixOf(
  [
    [900, 40, 0],
    [5, 95, 0],
    [0, 0, 0],
  ],
  [60, 0, 0],
);

test("rows are shares of the true class's pixels, those of no class with them", () => {
  expect(matrix.columns).toEqual([0, 1, 2, NO_CLASS]);
  const shares = matrix.columns.map((column) => shareOf(matrix, 0, column) ?? 0);
  expect(shares).toEqual([0.9, 0.04, 0, 0.06]);
  expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1);
});

test("a class that does not occur has no shares", () => {
  expect(shareOf(matrix, 2, 0)).toBeNull();
  expect(strength(matrix, 2, 0, "log")).toBe(0);
});

test("where every pixel has a class there is no column for none", () => {
  expect(matrixOf([[1]], [0]).columns).toEqual([0]);
});

test("another order moves rows and columns alike", () => {
  const turned = matrixOf(
    [
      [900, 40],
      [5, 95],
    ],
    [0, 0],
    [1, 0],
  );
  expect([turned.rows, turned.columns]).toEqual([
    [1, 0],
    [1, 0],
  ]);
  expect(turned.pixels(0, 1)).toBe(40);
});

test.each(MATRIX_SCALES)(
  "%s: more pixels of a row are never paler, and all lie within the scale",
  (scale) => {
    const wrong = [0, 1, 10, 100, 1000].map((pixels) => {
      const one = matrixOf([[5000 - pixels, pixels, 1000]], [0]);
      return strength(one, 0, 1, scale);
    });
    expect(wrong).toEqual(wrong.toSorted((a, b) => a - b));
    expect(wrong[0]).toBe(0);
    expect(Math.max(...wrong)).toBeLessThanOrEqual(1);
  },
);

test("rare confusions are seen on the logarithmic scale alone", () => {
  const rare = matrixOf([[999_900, 100]], [0]);
  expect(strength(rare, 0, 1, "share")).toBeLessThan(0.02);
  expect(strength(rare, 0, 1, "log")).toBeGreaterThan(0.15);
});

test("numbers in cells are short", () => {
  expect([0.41, 0.041, 0.0041, 0.00001, 0, null].map(shortShare)).toEqual(["41", "4", ".4", "·", "", ""]);
  expect([0, 512, 1234, 34_100, 999_700, 5_100_000].map(shortCount)).toEqual([
    "",
    "512",
    "1.2k",
    "34k",
    "1.0M",
    "5.1M",
  ]);
});
