import { expect, test } from "vitest";
import { piecesOf } from "./pieces";

const raster = (...rows: string[]) => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  values: Uint8Array.from([...rows.join("")].map((sign) => (sign === "x" ? 255 : Number(sign)))),
});

const truth = raster("111000", "111001", "000001", "x11000");
const guess = raster("221000", "112002", "000002", "2xx000");

test("pieces touch by their corners, too, and the largest comes first", () => {
  expect(piecesOf(truth, guess, 255, { truth: 1, predicted: 2 })).toEqual([
    { box: [0, 0, 2, 3], pixels: 3 },
    { box: [1, 5, 3, 6], pixels: 2 },
  ]);
});

test("what is predicted as no class has pieces as well, and ignored pixels have none", () => {
  expect(piecesOf(truth, guess, 255, { truth: 1, predicted: -1 })).toEqual([
    { box: [3, 1, 4, 3], pixels: 2 },
  ]);
});

test("a pair that is not confused has none", () => {
  expect(piecesOf(truth, guess, 255, { truth: 0, predicted: 1 })).toEqual([]);
});
