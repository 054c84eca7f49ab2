import { describe, expect, test } from "vitest";
import cases from "./fixtures/kinds.json";
import {
  BOUNDARY,
  boundaryWidth,
  discRadius,
  EXTENT,
  errorKinds,
  falseKind,
  missedKind,
  SEGMENT,
} from "./kinds";
import type { Raster } from "./png";

const raster = (width: number, height: number, values: number[]): Raster => ({
  width,
  height,
  values: Uint8Array.from(values),
});

/** Label maps drawn with letters; `.` is class 0, `x` is ignored. */
const drawn = (...rows: string[]): Raster =>
  raster(
    rows[0]?.length ?? 0,
    rows.length,
    [...rows.join("")].map((sign) => (sign === "x" ? 255 : sign === "." ? 0 : sign.charCodeAt(0) - 96)),
  );

describe("every pixel has the kinds that the slow definition gives it", () => {
  test.each(cases.map((it) => [it.name, it] as const))(
    "%s",
    (_, { width, height, share, truth, prediction, kinds }) => {
      const radius = discRadius(share, width, height);
      const found = errorKinds(raster(width, height, truth), raster(width, height, prediction), 255, radius);
      expect(Array.from(found)).toEqual(kinds);
    },
  );
});

test("the recorded scenes hold all kinds on both sides", () => {
  const seen = new Set(cases.flatMap(({ kinds }) => kinds));
  for (const kind of [BOUNDARY, EXTENT, SEGMENT]) {
    expect([...seen].some((both) => missedKind(both) === kind)).toBe(true);
    expect([...seen].some((both) => falseKind(both) === kind)).toBe(true);
  }
});

test("planted errors: a shifted border, an object not found, an object made up", () => {
  const truth = drawn("aaaa......bb", "aaaa......bb", "aaaa........");
  const guess = drawn("aaa.........", "aaa.........", "aaa.......cc");
  const kinds = errorKinds(truth, guess, 255, 1);
  const at = (x: number, y: number) => kinds[y * 12 + x] as number;
  expect(missedKind(at(3, 1))).toBe(BOUNDARY);
  expect(missedKind(at(10, 0))).toBe(SEGMENT);
  expect(falseKind(at(11, 2))).toBe(SEGMENT);
  expect(at(0, 0)).toBe(0);
});

test("without a width there are no boundary errors", () => {
  const kinds = errorKinds(drawn("aaa..."), drawn("aa...."), 255, 0);
  expect(missedKind(kinds[2] as number)).toBe(EXTENT);
});

test("widths round halves to even, as the engine does", () => {
  expect([discRadius(0.5, 3, 4), discRadius(0.7, 3, 4), discRadius(0.01, 480, 360)]).toEqual([2, 4, 6]);
});

test("the width is read from the rule's name", () => {
  expect(boundaryWidth("segscope 1: boundary width 0.025, IoU width 0.02, frame boundary")).toBe(0.025);
  expect(boundaryWidth("")).toBe(0.01);
});
