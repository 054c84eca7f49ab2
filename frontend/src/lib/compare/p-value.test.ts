import { expect, test } from "vitest";
import { pValue } from "./p-value";

test("p values are written to three digits, and never as nought", () => {
  expect(pValue(0.00009999)).toBe("p < 0.001");
  expect(pValue(0.001)).toBe("p = 0.001");
  expect(pValue(0.0426)).toBe("p = 0.043");
  expect(pValue(1)).toBe("p = 1.000");
  expect(pValue(null)).toBe("");
  expect(pValue(Number.NaN)).toBe("");
});
