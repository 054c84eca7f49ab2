import { expect, test } from "vitest";
import { pointChange, pointInterval, points } from "./points";

test("scores are points of 100", () => {
  expect(points(0.6449)).toBe("64.5");
  expect(points(1)).toBe("100.0");
  expect(points(-0.0301)).toBe("−3.0");
  expect(points(-0.0004)).toBe("0.0");
  expect(points(null)).toBe("–");
  expect(points(Number.NaN)).toBe("–");
});

test("changes have a sign, and none where nothing is left by rounding", () => {
  expect(pointChange(0.032)).toBe("+3.2");
  expect(pointChange(-0.0312)).toBe("−3.1");
  expect(pointChange(0.0001)).toBe("±0.0");
  expect(pointChange(undefined)).toBe("–");
});

test("an interval that is not known is not written", () => {
  expect(pointInterval(-0.051, -0.012)).toBe("−5.1 … −1.2");
  expect(pointInterval(null, 0.2)).toBe("");
});
