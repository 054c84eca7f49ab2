import { expect, test } from "vitest";
import { linePath, stepPath } from "./line";

const path = (...values: (number | null)[]) =>
  linePath(
    values.map((value) => ({ value })),
    (index) => index * 10,
    (value) => 100 - value * 100,
  );

test("a line goes through its points, and is broken where a class did not occur", () => {
  expect(path(0, 0.5, null, 1)).toBe("M0 100L10 50M30 0");
});

test("nothing is drawn of nothing", () => {
  expect(path()).toBe("");
  expect(path(null, null)).toBe("");
});

test("a record holds until it is broken", () => {
  const steps = (...values: (number | null)[]) =>
    stepPath(
      values,
      (index) => index * 10,
      (value) => 100 - value * 100,
    );
  expect(steps(null, 0.2, 0.2, 0.5)).toBe("M10 80H20V80H30V50");
  expect(steps(null, null)).toBe("");
});
