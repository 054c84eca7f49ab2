import { expect, test } from "vitest";
import { cost, countsOf } from "./figures";

test("a class's wrong pixels by kind, false and missed together", () => {
  const result = {
    false_boundary: 1,
    false_extent: 2,
    false_segment: 4,
    missed_boundary: 8,
    missed_extent: 16,
    missed_segment: 32,
  };
  expect(countsOf(result)).toEqual({ boundary: 9, extent: 18, segment: 36, wrong: 63 });
});

test.each([
  [0.0055, ".0055"],
  [0.123456, ".1235"],
  [0.000123, ".00012"],
  [0.0000098, ".0000098"],
  [0, ".0000"],
  [null, "–"],
])("what a picture costs: %f is %s", (lost, words) => {
  expect(cost(lost)).toBe(words);
});
