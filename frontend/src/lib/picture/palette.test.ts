import { expect, test } from "vitest";
import { contrast } from "@/lib/colour/contrast";
import {
  classSetKey,
  FALSE_COLOUR,
  heatColour,
  hexOf,
  KIND_COLOURS,
  MISSED_COLOUR,
  markOn,
  type Rgb,
  readEdits,
  recoloured,
  rgbOf,
  TRUE_COLOUR,
} from "./palette";

test("marks are seen on any ground", () => {
  for (let red = 0; red < 256; red += 51)
    for (let green = 0; green < 256; green += 51)
      for (let blue = 0; blue < 256; blue += 51) {
        const ground: Rgb = [red, green, blue];
        expect(contrast(hexOf(ground), hexOf(markOn(ground)))).toBeGreaterThan(1.6);
      }
});

test("true, false and missed are apart in grey as well", () => {
  const greys = [TRUE_COLOUR, FALSE_COLOUR, MISSED_COLOUR].map(hexOf);
  for (const a of greys) for (const b of greys) if (a !== b) expect(contrast(a, b)).toBeGreaterThan(1.9);
});

test("kinds have three colours", () => {
  expect(new Set(KIND_COLOURS.map(hexOf)).size).toBe(3);
});

test("more confidence is lighter", () => {
  const lightness = Array.from({ length: 11 }, (_, i) => contrast(hexOf(heatColour(i / 10)), "#000000"));
  expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
  expect(heatColour(2)).toEqual(heatColour(1));
});

test("chosen colours are by name, and nonsense that was kept is dropped", () => {
  const classes = [{ index: 0, name: "종이", colour: "#112233", role: null }];
  expect(recoloured(classes, { 종이: "#ff0000" })[0]?.colour).toBe("#ff0000");
  expect(recoloured(classes, { Paper: "#ff0000" })[0]?.colour).toBe("#112233");
  expect(readEdits('{"a":"#00ff00","b":"red","c":3}')).toEqual({ a: "#00ff00" });
  expect([readEdits(null), readEdits("{"), readEdits("[1]"), readEdits("null")]).toEqual([{}, {}, {}, {}]);
});

test("a class set is known by its names and their order", () => {
  expect(classSetKey(["a", "b"])).toBe(classSetKey(["a", "b"]));
  expect(new Set([["a", "b"], ["b", "a"], ["ab"], ["a,b"]].map(classSetKey)).size).toBe(4);
});

test("a colour that is none is grey", () => {
  expect(rgbOf("tomato")).toEqual([128, 128, 128]);
  expect(rgbOf("#0a0B0c")).toEqual([10, 11, 12]);
});
