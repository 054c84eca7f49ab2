import { expect, test } from "vitest";
import { measuredAlike, type TrendRun, withBestBefore } from "./trend";

const point = (iou: number | null, images = 101, split = "val"): TrendRun => ({
  run: { id: `${iou}`, name: "run", user: "jiwon", created_at: "2026-11-30T00:00:00Z", split, images },
  iou,
  boundary_iou: null,
  precision: null,
  recall: null,
});

test("each run is held against the best of those before it", () => {
  const judged = withBestBefore([point(0.4), point(0.5), point(null), point(0.45), point(0.6)], "iou");
  expect(judged.map((it) => it.bestBefore)).toEqual([null, 0.4, 0.5, 0.5, 0.5]);
  expect(judged.map((it) => it.best)).toEqual([0.4, 0.5, 0.5, 0.5, 0.6]);
});

test("a score that no run has leads nowhere", () => {
  expect(withBestBefore([point(0.4)], "recall")[0]).toMatchObject({ value: null, bestBefore: null });
});

test("runs that were measured on other pictures are apart, most runs first", () => {
  const groups = measuredAlike([point(0.9, 6), point(0.4), point(0.5), point(0.5, 101, "test")]);
  expect(groups.map((group) => [group.key, group.points.length])).toEqual([
    ["101 val", 2],
    ["6 val", 1],
    ["101 test", 1],
  ]);
});
