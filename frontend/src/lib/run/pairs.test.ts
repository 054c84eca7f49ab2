import { expect, test } from "vitest";
import { pairsOf } from "./pairs";

// Paper: 1000 pixels, 590 missed of them; 310 others are predicted as it.
const pairs = pairsOf({
  confusion: [
    [410, 500, 60],
    [300, 700, 0],
    [10, 0, 90],
  ],
  unpredicted: [30, 0, 0],
  flows: [{ true_class: 0, predicted_class: 1, images: 12 }],
});

test("a pair is told by its share of the class and of what the class lost", () => {
  const pair = pairs.of(0, 1);
  expect(pair?.shareOfClass).toBeCloseTo(0.5);
  expect(pair?.shareOfLost).toBeCloseTo(500 / (590 + 310));
  expect(pair?.images).toBe(12);
});

test("all that a class is taken for is what it missed, no class among it", () => {
  expect(pairs.from(0).map((pair) => [pair.predicted, pair.pixels])).toEqual([
    [1, 500],
    [2, 60],
    [-1, 30],
  ]);
});

test("what is taken for a class comes from the others, and what nobody counted is not known", () => {
  expect(pairs.into(0).map((pair) => [pair.truth, pair.pixels, pair.images])).toEqual([
    [1, 300, null],
    [2, 10, null],
  ]);
});

test("what is right, or never happens, is no pair", () => {
  expect([pairs.of(0, 0), pairs.of(1, 2), pairs.of(9, 0)]).toEqual([null, null, null]);
});
