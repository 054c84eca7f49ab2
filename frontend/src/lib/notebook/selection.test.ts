import { expect, test } from "vitest";
import {
  blockOf,
  extendTo,
  heldSelection,
  isBlock,
  type Selection,
  type Sheet,
  selectCell,
  step,
  tabbed,
} from "./selection";

const sheet: Sheet = { lines: ["9", "8", "7", "6"], columns: ["number", "title", "tags"] };
const on = (line: string, column: string): Selection => selectCell({ line, column });
const said = (selection: Selection | null) =>
  selection && `${selection.active.line}/${selection.active.column}`;

test.each([
  ["down", "8/title", "7/title"],
  ["up", "8/title", "9/title"],
  ["up", "9/title", "9/title"],
  ["left", "8/number", "8/number"],
  ["right", "8/title", "8/tags"],
  ["right", "8/tags", "8/tags"],
  ["pageDown", "9/title", "6/title"],
  ["pageUp", "6/title", "9/title"],
  ["home", "8/tags", "8/number"],
  ["end", "8/number", "8/tags"],
  ["top", "7/tags", "9/tags"],
  ["bottom", "8/tags", "6/tags"],
  ["first", "7/tags", "9/number"],
  ["last", "9/number", "6/tags"],
] as const)("%s from %s is %s", (way, from, to) => {
  const [line = "", column = ""] = from.split("/");
  expect(said(step(on(line, column), way, sheet, false))).toBe(to);
});

test("Shift moves the other corner, and the focus stays", () => {
  const once = step(on("8", "title"), "down", sheet, true);
  const twice = step(once, "right", sheet, true);
  expect(said(twice)).toBe("8/title");
  expect(isBlock(twice)).toBe(true);
  expect(blockOf(twice, sheet)).toEqual({ top: 1, bottom: 2, left: 1, right: 2 });
  expect(isBlock(step(twice, "down", sheet, false))).toBe(false);
});

test("a block drawn upwards and to the left is the same block", () => {
  const drawn = extendTo(on("7", "tags"), { line: "9", column: "number" });
  expect(blockOf(drawn, sheet)).toEqual({ top: 0, bottom: 2, left: 0, right: 2 });
});

test("Tab goes on in the next row, and leaves the sheet behind its last cell", () => {
  expect(said(tabbed(on("9", "tags"), false, sheet))).toBe("8/number");
  expect(said(tabbed(on("8", "number"), true, sheet))).toBe("9/tags");
  expect(tabbed(on("6", "tags"), false, sheet)).toBeNull();
  expect(tabbed(on("9", "number"), true, sheet)).toBeNull();
});

test("where the active row goes away, the row in its place is active", () => {
  const now = { lines: ["9", "7", "6"], columns: sheet.columns };
  expect(said(heldSelection(on("8", "title"), sheet, now))).toBe("7/title");
  expect(said(heldSelection(on("6", "title"), sheet, { ...now, lines: ["9", "8", "7"] }))).toBe("7/title");
  expect(said(heldSelection(on("8", "tags"), sheet, { ...sheet, columns: ["number", "title"] }))).toBe(
    "8/title",
  );
});

test("a selection that still stands is the same object, one over nothing is none", () => {
  const selection = on("8", "title");
  expect(heldSelection(selection, sheet, { lines: ["6", "8"], columns: ["title"] })).toBe(selection);
  expect(heldSelection(selection, sheet, { lines: [], columns: ["title"] })).toBeNull();
});
