import { expect, test } from "vitest";
import { wrongPairs } from "./pairs";

test("wrong pixels by their pair, the most first; ignored ones are not counted", () => {
  const raster = (values: number[]) => ({
    width: values.length,
    height: 1,
    values: Uint16Array.from(values),
  });
  const truth = raster([0, 0, 0, 1, 1, 65535, 300]);
  const guess = raster([0, 1, 1, 65535, 1, 0, 299]);
  expect(wrongPairs(truth, guess, 65535)).toEqual([
    { truth: 0, predicted: 1, pixels: 2 },
    { truth: 1, predicted: -1, pixels: 1 },
    { truth: 300, predicted: 299, pixels: 1 },
  ]);
});
