import { describe, expect, test } from "vitest";
import {
  align,
  epochScale,
  familyOf,
  firstKeys,
  panelOf,
  positiveOnly,
  smooth,
  toggleFamily,
  valueAt,
} from "./curves";

test("what has another scale has another chart", () => {
  const panels = [
    "train/loss",
    "val/loss",
    "train/loss_dice",
    "train/lr",
    "val/miou",
    "val/iou/lr",
    "sys/gpu_mem",
  ];
  expect(panels.map(panelOf)).toEqual(["loss", "loss", "loss", "rate", "score", "score", "other"]);
});

test("first one sees losses, the rate and the scores of all classes", () => {
  const keys = ["train/loss", "train/loss_dice", "train/lr", "val/iou/Paper", "val/miou", "sys/gpu_mem"];
  expect(firstKeys(keys)).toEqual(["train/loss", "train/lr", "val/miou"]);
});

test("all classes of one score are one family", () => {
  expect(["val/iou/종이", "val/err/extent/Paper", "train/loss"].map(familyOf)).toEqual([
    "val/iou",
    "val/err/extent",
    "train",
  ]);
});

describe("epochs", () => {
  test("validations tell the epoch of every step, before and after them too", () => {
    const epoch = epochScale([
      { step: 300, epoch: 3 },
      { step: 100, epoch: 1 },
    ]);
    expect([0, 50, 100, 200, 300, 400].map((step) => epoch?.(step))).toEqual([0, 0.5, 1, 2, 3, 4]);
  });

  test("nothing is known without a validation, nor of one at the beginning", () => {
    expect(epochScale([])).toBeNull();
    expect(epochScale([{ step: 0, epoch: 0 }])).toBeNull();
  });

  test("an epoch that was repeated after a resume does not turn time back", () => {
    const epoch = epochScale([
      { step: 100, epoch: 2 },
      { step: 150, epoch: 1 },
    ]);
    expect(epoch?.(150)).toBe(3);
  });
});

test("curves with places of their own share one axis, and keep their gaps", () => {
  const aligned = align([
    { x: [1, 2, 4], y: [0.1, null, 0.4] },
    { x: [2, 3], y: [5, 6] },
  ]);
  expect(aligned).toEqual([
    [1, 2, 3, 4],
    [0.1, null, undefined, 0.4],
    [undefined, 5, 6, undefined],
  ]);
  expect(align([])).toEqual([[]]);
});

test("between its points a curve has the last value; in a gap it has none", () => {
  const column = [undefined, 0.1, undefined, null, undefined];
  expect([0, 1, 2, 3, 4, 9].map((at) => valueAt(column, at))).toEqual([null, 0.1, 0.1, null, null, null]);
});

test("a logarithm shows no nought", () => {
  expect(positiveOnly([1, 0, -2, null, undefined])).toEqual([1, null, null, null, undefined]);
});

test("smoothing keeps a level, calms a zigzag and leaves gaps", () => {
  expect(smooth([2, 2, 2], 0.9).map((value) => value?.toFixed(6))).toEqual([
    "2.000000",
    "2.000000",
    "2.000000",
  ]);
  const calm = smooth([0, 1, 0, 1, null, 1], 0.8);
  expect(calm[4]).toBeNull();
  expect(Math.abs((calm[3] ?? 0) - (calm[2] ?? 0))).toBeLessThan(0.5);
  expect(smooth([3, null], 0)).toEqual([3, null]);
});

test("a family is chosen as a whole, left as a whole, and never more than the server gives", () => {
  const family = ["val/iou/a", "val/iou/b"];
  expect(toggleFamily(["val/iou/b", "train/loss"], family)).toEqual(["train/loss", ...family]);
  expect(toggleFamily(["train/loss", ...family], family)).toEqual(["train/loss"]);
  const many = Array.from({ length: 150 }, (_, i) => `val/iou/${i}`);
  expect(toggleFamily(["train/loss"], many)).toHaveLength(64);
});
