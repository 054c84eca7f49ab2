import { describe, expect, test } from "vitest";
import { contrast } from "@/lib/colour/contrast";
import { hexOf } from "@/lib/picture/palette";
import {
  BROKEN,
  changeMap,
  changesByClass,
  changeTable,
  FIXED,
  IGNORED,
  STATE_LOOKS,
  STILL_WRONG,
  totalOf,
  UNMOVED,
} from "./change-map";

const map = (...values: number[]) => ({ width: values.length, height: 1, values: Uint8Array.from(values) });

//                 right  fixed  broken  wrong twice  wrong anew  ignored  no class
const TRUTH = map(0, 1, 1, 2, 2, 11, 2);
const A = map(0, 0, 1, 1, 0, 3, 255);
const B = map(0, 1, 0, 1, 1, 4, 2);
const ALL = { classes: 3, hidden: new Set<number>() };

describe("what became of each pixel", () => {
  test("is told by hand-made label maps", () => {
    expect([...(changeMap(TRUTH, A, B, ALL)?.values ?? [])]).toEqual([
      UNMOVED,
      FIXED,
      BROKEN,
      STILL_WRONG,
      STILL_WRONG,
      IGNORED,
      FIXED,
    ]);
  });

  test("the other way around what was fixed is broken", () => {
    const back = changeMap(TRUTH, B, A, ALL)?.values ?? [];
    expect([...back]).toEqual([UNMOVED, BROKEN, FIXED, STILL_WRONG, STILL_WRONG, IGNORED, BROKEN]);
  });

  test("only pixels of shown classes are told, by truth or by what they were taken for", () => {
    const onlyZero = changeMap(TRUTH, A, B, { classes: 3, hidden: new Set([1, 2]) })?.values ?? [];
    expect([...onlyZero]).toEqual([UNMOVED, FIXED, BROKEN, UNMOVED, STILL_WRONG, IGNORED, UNMOVED]);
  });

  test("maps of different sizes are not compared", () => {
    expect(changeMap(TRUTH, A, map(0, 1), ALL)).toBeNull();
  });

  test("classes above 255 are told as well", () => {
    const wide = (...values: number[]) => ({
      width: values.length,
      height: 1,
      values: Uint16Array.from(values),
    });
    const found = changeMap(wide(300, 300, 65535), wide(44, 300, 1), wide(300, 44, 2), {
      classes: 301,
      hidden: new Set(),
    });
    expect([...(found?.values ?? [])]).toEqual([FIXED, BROKEN, IGNORED]);
  });
});

test("pixels are counted by their true class", () => {
  const states = changeMap(TRUTH, A, B, ALL);
  const counted = changesByClass(TRUTH, states ?? TRUTH, 3);
  expect(counted).toEqual([
    { fixed: 0, broken: 0, still: 0 },
    { fixed: 1, broken: 1, still: 0 },
    { fixed: 1, broken: 0, still: 2 },
  ]);
  expect(totalOf(counted)).toEqual({ fixed: 2, broken: 1, still: 2 });
});

test("fixed and broken differ in colour, in lightness of their marks and in hatching", () => {
  const { fixed, broken, still } = STATE_LOOKS;
  expect(new Set([fixed.pattern, broken.pattern, still.pattern]).size).toBe(3);
  for (const look of [fixed, broken])
    expect(contrast(hexOf(look.ground), hexOf(look.mark))).toBeGreaterThan(2.5);
  expect(contrast(hexOf(fixed.ground), hexOf(broken.ground))).toBeGreaterThan(1.5);
  const table = changeTable(false);
  expect([...table.shown]).toEqual([0, 1, 1, 0]);
  expect([...table.ground.subarray(3, 6)]).toEqual([...fixed.ground]);
});
