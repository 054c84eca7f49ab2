import { expect, test } from "vitest";
import { errorParts, kindShares, longestSide, lostByKind, mainKind, sideOf } from "./stack";

const paper = {
  iou: 0.6,
  missed: { boundary: 0.25, extent: 0.05, segment: 0.3 },
  false: { boundary: 0.1, extent: 0.2, segment: 0.1 },
};
const perfect = {
  iou: 1,
  missed: { boundary: null, extent: null, segment: null },
  false: { boundary: null, extent: null, segment: null },
};
const sum = (parts: { share: number }[]) => parts.reduce((all, part) => all + part.share, 0);

test("the parts make up what was lost: all of it, or 1 − IoU of the union", () => {
  expect(sum(errorParts(paper, "lost"))).toBeCloseTo(1);
  expect(sum(errorParts(paper, "union"))).toBeCloseTo(0.4);
});

test("both sides begin at the middle with the boundary", () => {
  expect(errorParts(paper, "lost").map((part) => `${part.side} ${part.kind}`)).toEqual([
    "missed segment",
    "missed extent",
    "missed boundary",
    "false boundary",
    "false extent",
    "false segment",
  ]);
});

test("a class that lost nothing has no bar and no main kind", () => {
  expect(sum(errorParts(perfect, "union"))).toBe(0);
  expect(mainKind(perfect)).toBeNull();
  expect(errorParts({ ...perfect, iou: null }, "union").every((part) => part.share === 0)).toBe(true);
});

test("one scale holds the longest side of all bars", () => {
  const bars = [errorParts(paper, "lost"), errorParts(perfect, "lost")];
  expect(longestSide(bars)).toBeCloseTo(0.6);
  expect(sideOf(bars[0] ?? [], "false")).toBeCloseTo(0.4);
  expect(longestSide([])).toBe(0);
});

test("kinds add up over both sides", () => {
  expect(kindShares(paper).map(({ share }) => share.toFixed(2))).toEqual(["0.35", "0.25", "0.40"]);
  expect(mainKind(paper)).toBe("segment");
});

test("over all classes, kinds weigh as much as they cost", () => {
  const edges = {
    iou: 0.2,
    missed: { boundary: 1, extent: 0, segment: 0 },
    false: { boundary: 0, extent: 0, segment: 0 },
    lost_miou: 0.3,
  };
  const shares = lostByKind([edges, { ...paper, lost_miou: 0.1 }, { ...perfect, lost_miou: 0 }]);
  expect(shares?.map(({ share }) => share.toFixed(4))).toEqual(["0.8375", "0.0625", "0.1000"]);
  expect(lostByKind([{ ...perfect, lost_miou: 0 }])).toBeNull();
});
