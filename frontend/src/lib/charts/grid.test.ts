import { expect, test } from "vitest";
import { canvasScale, cellAfter, cellAt, cellWidth, labelEvery } from "./grid";

const size = { rows: 3, columns: 4, width: 20, height: 10 };

test("cells fill the room, but stay large enough to be hit and small enough to be seen together", () => {
  expect(cellWidth(800, 20, 14, 56)).toBe(40);
  expect(cellWidth(800, 150, 14, 56)).toBe(14);
  expect(cellWidth(800, 2, 14, 56)).toBe(56);
  expect(cellWidth(0, 0, 14, 56)).toBe(14);
});

test("a point is in one cell, or beside the grid", () => {
  expect(cellAt(0, 0, size)).toEqual({ row: 0, column: 0 });
  expect(cellAt(79.9, 29.9, size)).toEqual({ row: 2, column: 3 });
  expect(cellAt(80, 5, size)).toBeNull();
  expect(cellAt(5, -1, size)).toBeNull();
});

test("arrows step, Home and End jump, edges hold, other keys do nothing", () => {
  const at = { row: 0, column: 3 };
  expect(cellAfter("ArrowUp", at, size)).toEqual(at);
  expect(cellAfter("ArrowRight", at, size)).toEqual(at);
  expect(cellAfter("ArrowDown", at, size)).toEqual({ row: 1, column: 3 });
  expect(cellAfter("Home", at, size)).toEqual({ row: 0, column: 0 });
  expect(cellAfter("End", { row: 1, column: 0 }, size)).toEqual({ row: 1, column: 3 });
  expect(cellAfter("PageDown", at, size)).toEqual({ row: 2, column: 3 });
  expect(cellAfter("Enter", at, size)).toBeNull();
});

test("a canvas is sharp where it is small, and never larger than browsers allow", () => {
  expect(canvasScale(2, size)).toBe(2);
  const large = { rows: 150, columns: 150, width: 30, height: 30 };
  const scale = canvasScale(3, large);
  expect(4500 * 4500 * scale * scale).toBeLessThanOrEqual(Math.max(16_000_000, 4500 * 4500));
});

test("labels leave each other room", () => {
  expect([labelEvery(40, 30), labelEvery(14, 30), labelEvery(0, 30)]).toEqual([1, 3, 30]);
});
