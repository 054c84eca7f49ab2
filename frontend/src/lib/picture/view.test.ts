import { expect, test } from "vitest";
import { around, bounded, fitted, panned, pixelAt, sampled, toPane, toPicture, zoomed } from "./view";

const picture = { width: 400, height: 300 };
const pane = { width: 200, height: 300 };

test("a picture that fits touches two edges", () => {
  expect(fitted(picture, pane)).toEqual({ x: 200, y: 150, zoom: 0.5 });
  expect(toPane(fitted(picture, pane), pane, { x: 400, y: 150 })).toEqual({ x: 200, y: 150 });
});

test("a pane without size shows something", () => {
  expect(fitted(picture, { width: 0, height: 0 }).zoom).toBe(1);
});

test("what is under the pointer stays there when one comes closer", () => {
  const view = { x: 200, y: 150, zoom: 2 };
  const place = { x: 30, y: 250 };
  const before = toPicture(view, pane, place);
  const after = toPicture(zoomed(view, pane, 1.7, place, picture), pane, place);
  expect(after.x).toBeCloseTo(before.x, 9);
  expect(after.y).toBeCloseTo(before.y, 9);
});

test("nobody loses the picture", () => {
  expect(panned({ x: 10, y: 10, zoom: 1 }, 5000, -9000, picture, pane)).toEqual({ x: 0, y: 300, zoom: 1 });
  expect(bounded({ x: 0, y: 0, zoom: 1e9 }, picture, pane).zoom).toBe(64);
  expect(bounded({ x: 0, y: 0, zoom: 1e-9 }, picture, pane).zoom).toBe(0.25);
});

test("a region is shown with what is around it, a tiny one not too closely", () => {
  const view = around([100, 200, 150, 240], picture, pane);
  expect([view.x, view.y, view.zoom]).toEqual([220, 125, 2.5]);
  expect(around([0, 0, 1, 1], picture, pane).zoom).toBe(16);
  expect(around([0, 0, 300, 400], picture, pane).zoom).toBe(0.5);
});

test("a region at the edge leaves no part of a pane empty that the picture could fill", () => {
  expect(around([0, 0, 300, 10], picture, pane)).toEqual({ x: 200, y: 150, zoom: 0.5 });
  expect(around([0, 0, 100, 10], picture, pane)).toEqual({ x: 200 / 3, y: 100, zoom: 1.5 });
});

test("places and spots are each other's inverse", () => {
  const view = { x: 33.5, y: 20, zoom: 3.3 };
  const there = toPane(view, pane, toPicture(view, pane, { x: 11, y: 270 }));
  expect(there.x).toBeCloseTo(11, 9);
  expect(there.y).toBeCloseTo(270, 9);
});

test("the pixel under a spot", () => {
  expect(pixelAt({ x: 399.99, y: 0 }, picture)).toEqual({ x: 399, y: 0 });
  expect(pixelAt({ x: 400, y: 0 }, picture)).toBeNull();
  expect(pixelAt({ x: -0.01, y: 0 }, picture)).toBeNull();
});

test("columns of a canvas show the pixels below their middle", () => {
  expect([...sampled(2, 2, 8, 4)]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  expect([...sampled(0, 1, 4, 4)]).toEqual([-1, -1, 0, 1]);
  expect([...sampled(2, 0.5, 2, 4)]).toEqual([1, 3]);
});
