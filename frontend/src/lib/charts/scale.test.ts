import { expect, test } from "vitest";
import { extentOf, place, rounded, roundStep, ticks } from "./scale";

test("an extent leaves out what is not defined", () => {
  expect(extentOf([null, 0.3, Number.NaN, undefined, -1, Number.POSITIVE_INFINITY])).toEqual({
    low: -1,
    high: 0.3,
  });
  expect(extentOf([null, Number.NaN])).toBeNull();
});

test("marks are round values within the extent", () => {
  expect(ticks({ low: 0, high: 1 })).toEqual([0, 0.5, 1]);
  expect(ticks({ low: 0.12, high: 0.47 })).toEqual([0.2, 0.3, 0.4]);
  expect(ticks({ low: 0, high: 0.3 }, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticks({ low: 2, high: 2 })).toEqual([2]);
});

test("an axis holds all values and stays within what is possible", () => {
  const axis = rounded({ low: 0.61, high: 0.98 }, 4, { low: 0, high: 1 });
  expect(axis.low).toBeLessThanOrEqual(0.61);
  expect(axis.high).toBe(1);
  const single = rounded({ low: 0.5, high: 0.5 });
  expect(single.low).toBeLessThan(0.5);
  expect(single.high).toBeGreaterThan(0.5);
});

test("steps are 1, 2 or 5 times a power of ten", () => {
  expect([0.03, 0.2, 1.1, 4, 70, 0, Number.NaN].map(roundStep)).toEqual([0.05, 0.2, 2, 5, 100, 1, 1]);
});

test("a value has a place in proportion, the middle where all are the same", () => {
  expect(place(0.25, { low: 0, high: 1 }, 100, 0)).toBe(75);
  expect(place(3, { low: 3, high: 3 }, 0, 10)).toBe(5);
});
