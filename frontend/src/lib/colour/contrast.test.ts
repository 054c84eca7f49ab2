import { expect, test } from "vitest";
import { contrast, inkOn } from "./contrast";

// Ratios as WebAIM's contrast checker gives them.
test.each([
  ["#000000", "#ffffff", 21],
  ["#777777", "#ffffff", 4.48],
  ["#0000ff", "#ffffff", 8.59],
  ["#ff0000", "#ffff00", 3.72],
])("%s on %s is %f", (one, other, expected) => {
  expect(contrast(one, other)).toBeCloseTo(expected, 1);
  expect(contrast(other, one)).toBe(contrast(one, other));
});

test("ink is what is read better", () => {
  expect(inkOn("#ffe080")).toBe("#000000");
  expect(inkOn("#1a2b6d")).toBe("#ffffff");
});

test("what is no colour is told", () => {
  expect(() => contrast("red", "#ffffff")).toThrow("red");
});
