import { expect, test } from "vitest";
import { columnsFor } from "./arrange";

const wide = { width: 1200, height: 700 };

test.each([
  ["one", 1, wide, { width: 3, height: 2 }, 1],
  ["two upright", 2, wide, { width: 2, height: 3 }, 2],
  ["two very wide", 2, wide, { width: 8, height: 1 }, 1],
  ["four", 4, wide, { width: 3, height: 2 }, 2],
  ["four upright", 4, wide, { width: 1, height: 3 }, 4],
  ["four on a phone", 4, { width: 360, height: 2000 }, { width: 3, height: 2 }, 1],
  ["no room yet", 3, { width: 0, height: 0 }, { width: 3, height: 2 }, 1],
])("%s", (_, panes, room, picture, columns) => {
  expect(columnsFor(panes, room, picture, 24)).toBe(columns);
});
