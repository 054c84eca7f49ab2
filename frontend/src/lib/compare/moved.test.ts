import { expect, test } from "vitest";
import { movedPictures, placeIn } from "./moved";

const MOVED = [
  { image: "a", gain: 0.002 },
  { image: "b", gain: -0.004 },
  { image: "c", gain: -0.001 },
  { image: "d", gain: 0.003 },
  { image: "e", gain: null },
];

test("pictures are ordered by change, in both directions or by size", () => {
  const images = (order: "worse" | "better" | "most") => movedPictures(MOVED, order).map((it) => it.image);
  expect(images("worse")).toEqual(["b", "c"]);
  expect(images("better")).toEqual(["d", "a"]);
  expect(images("most")).toEqual(["b", "d", "a", "c", "e"]);
});

test("a picture has neighbours in its list", () => {
  const worst = movedPictures(MOVED, "most");
  expect(placeIn(worst, "d")).toMatchObject({
    at: 1,
    total: 5,
    previous: { image: "b" },
    next: { image: "a" },
  });
  expect(placeIn(worst, "b").previous).toBeNull();
  expect(placeIn(worst, "e").next).toBeNull();
});

test("from a picture that is not in the list one steps to its first", () => {
  expect(placeIn(movedPictures(MOVED, "better"), "b")).toMatchObject({
    at: -1,
    previous: null,
    next: { image: "d" },
  });
});
