import { expect, test } from "vitest";
import { type Arrangement, arrange, type Item } from "./arrange";
import { allColumns } from "./columns";
import { makeRow } from "./fixtures";

const PLAIN: Arrangement = { filter: "", sort: [], group: "none", folded: [] };
const columns = allColumns([]);
const rows = [
  makeRow(1, { status: "finished", miou: 0.4, cells: { tags: "loss, augment" } }),
  makeRow(2, { status: "running", who: "민준", cells: { tags: "loss" } }),
  makeRow(3, { status: "finished", miou: 0.6 }),
];
const lines = (items: readonly Item[]) =>
  items.map((item) => (item.kind === "row" ? item.row.number : `${item.name}·${item.count}·${item.best}`));

test("the newest row is first where nobody sorted", () => {
  expect(lines(arrange(rows, PLAIN, columns))).toEqual([3, 2, 1]);
});

test("rows stand below what they share, with how many and how good they are", () => {
  const items = arrange(
    rows,
    { ...PLAIN, group: "status", sort: [{ column: "number", descending: false }] },
    columns,
  );
  expect(lines(items)).toEqual(["finished·2·0.6", 1, 3, "running·1·null", 2]);
});

test("a row stands below each of its tags, under a name of its own, and those without one are last", () => {
  const items = arrange(rows, { ...PLAIN, group: "tag" }, columns);
  expect(lines(items)).toEqual(["augment·1·0.4", 1, "loss·2·0.4", 2, 1, "·1·0.6", 3]);
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
});

test("a folded group shows its head alone", () => {
  const items = arrange(rows, { ...PLAIN, group: "status", folded: ["finished"] }, columns);
  expect(lines(items)).toEqual(["finished·2·0.6", "running·1·null", 2]);
});

test("what waits to be saved decides the group", () => {
  const unsaved = (row: number, field: string) => (row === 2 && field === "status" ? "finished" : undefined);
  expect(lines(arrange(rows, { ...PLAIN, group: "status" }, columns, unsaved))).toEqual([
    "finished·3·0.6",
    3,
    2,
    1,
  ]);
});

test("filter and sort hold within groups", () => {
  const items = arrange(rows, { ...PLAIN, group: "who", filter: "tag:loss" }, columns);
  expect(lines(items)).toEqual(["민준·1·null", 2, "jiwon·1·0.4", 1]);
});
