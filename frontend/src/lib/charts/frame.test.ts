import { expect, test } from "vitest";
import { spotInFrame } from "./frame";

test("a box of a picture of the frame's shape lies where it lies in the picture", () => {
  expect(spotInFrame([30, 40, 60, 80], [120, 160], 4 / 3)).toEqual({
    left: 0.25,
    width: 0.25,
    top: 0.25,
    height: 0.25,
  });
});

test("a wide picture leaves room above and below, a high one beside", () => {
  const wide = spotInFrame([0, 0, 100, 200], [100, 200], 1);
  expect(wide).toEqual({ left: 0, width: 1, top: 0.25, height: 0.5 });
  const high = spotInFrame([0, 0, 200, 100], [200, 100], 1);
  expect(high).toEqual({ left: 0.25, width: 0.5, top: 0, height: 1 });
});

test("the smallest object is seen, and within the frame even at a corner", () => {
  const spot = spotInFrame([0, 999, 1, 1000], [1000, 1000], 1);
  expect(spot.width).toBeGreaterThanOrEqual(0.05);
  expect(spot.left + spot.width).toBeLessThanOrEqual(1);
  expect(spot.top).toBeGreaterThanOrEqual(0);
});
