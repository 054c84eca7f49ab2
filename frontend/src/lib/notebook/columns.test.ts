import { expect, test } from "vitest";
import { allColumns, movedColumn, orderedColumns, readWidths, shownColumns } from "./columns";

const all = allColumns(["GPU 시간"]);
const keys = (columns: readonly { key: string }[]) => columns.map((column) => column.key);

test("a team's own columns stand before the runs", () => {
  expect(keys(all).slice(-3)).toEqual(["tags", "own:GPU 시간", "runs"]);
});

test("hidden columns are left out", () => {
  const shown = keys(shownColumns(all, { order: [], hidden: ["who", "when"] }));
  expect(shown).not.toContain("who");
  expect(shown).toHaveLength(all.length - 2);
});

test("a column that an old address does not know keeps its usual neighbour", () => {
  const order = ["number", "title", "miou", "hypothesis"];
  const ordered = keys(orderedColumns(all, order));
  expect(ordered.indexOf("miou")).toBeLessThan(ordered.indexOf("hypothesis"));
  expect(ordered.indexOf("conclusion")).toBe(ordered.indexOf("weakest") + 1);
  expect(new Set(ordered).size).toBe(all.length);
});

test("a moved column stands where the other one was, and moving back is no choice", () => {
  const moved = movedColumn(all, [], "conclusion", "hypothesis");
  const at = (key: string) => moved.indexOf(key);
  expect(at("conclusion")).toBe(at("hypothesis") - 1);
  expect(movedColumn(all, moved, "conclusion", "weakest")).toEqual([]);
});

test("the number and the title stay first wherever something is moved", () => {
  expect(keys(orderedColumns(all, movedColumn(all, [], "tags", "number"))).slice(0, 2)).toEqual([
    "number",
    "title",
  ]);
});

test("an order of columns that are gone does no harm", () => {
  expect(keys(orderedColumns(all, ["own:gone", "title"]))).toHaveLength(all.length);
});

test("widths that are none are left out, those beyond the bounds are bounded", () => {
  expect(readWidths('{"title": 200, "who": "wide", "tags": 9, "runs": null}')).toEqual({
    title: 200,
    tags: 48,
  });
  expect(readWidths("{broken")).toEqual({});
  expect(readWidths("null")).toEqual({});
});
