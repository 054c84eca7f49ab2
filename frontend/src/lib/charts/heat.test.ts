import { describe, expect, test } from "vitest";
import { contrast, luminance } from "@/lib/colour/contrast";
import { heat, inkOnHeat, LOST, mix, RIGHT } from "./heat";

const SHARES = Array.from({ length: 101 }, (_, i) => i / 100);

describe.each([
  ["lost", LOST],
  ["right", RIGHT],
])("%s", (_name, ramp) => {
  test.each([false, true])("numbers are read on every colour (dark: %s)", (dark) => {
    for (const share of SHARES) {
      const colour = heat(ramp, share, dark);
      expect(contrast(inkOnHeat(colour), colour)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each([false, true])(
    "more is always farther from the ground, without colour as well (dark: %s)",
    (dark) => {
      const seen = SHARES.map((share) => luminance(heat(ramp, share, dark)));
      const sorted = seen.toSorted((a, b) => (dark ? a - b : b - a));
      expect(seen).toEqual(sorted);
    },
  );

  test("what is beyond the scale is at its ends", () => {
    expect(heat(ramp, -1, false)).toBe(ramp.light[0]);
    expect(heat(ramp, 7, true)).toBe(ramp.dark.at(-1));
  });
});

test("a mix begins with the one, ends with the other and passes an even grey", () => {
  expect(mix("#000000", "#ffffff", 0)).toBe("#000000");
  expect(mix("#123456", "#fedcba", 1)).toBe("#fedcba");
  const grey = mix("#000000", "#ffffff", 0.5);
  expect(grey.slice(1, 3)).toBe(grey.slice(3, 5));
  expect(grey).toBe("#636363"); // OKLab lightness 0.5 in sRGB
});
