import { expect, test } from "vitest";
import { makeRow } from "./fixtures";
import { changedCells, replacedRows, rowsOfRun, staleRows } from "./follow";

const run = (id: string) => ({
  id,
  name: "",
  user: "",
  created_at: "",
  status: "running",
  miou: null,
  best: null,
});
const rows = [
  makeRow(1, { runs: [run("a")] }),
  makeRow(2, { parent: 1 }),
  makeRow(3, { cells: { tags: ["loss", 1] } }),
];

test("an edited row is asked for alone", () => {
  expect(
    staleRows(rows, [
      { kind: "cell", row: 3 },
      { kind: "comment", row: 3 },
    ]),
  ).toEqual([3]);
});

test("rows that go on from a row with other runs are old, too", () => {
  expect(staleRows(rows, [{ kind: "runs", row: 1 }])).toEqual([1, 2]);
});

test("a row that nobody knew, and many at once, ask for everything", () => {
  expect(staleRows(rows, [{ kind: "row", row: 9 }])).toBeNull();
  const many = Array.from({ length: 40 }, (_nothing, place) => makeRow(place + 1));
  expect(
    staleRows(
      many,
      many.map((row) => ({ kind: "cell", row: row.number })),
    ),
  ).toBeNull();
});

test("changes that are of no row ask for nothing", () => {
  expect(staleRows(rows, [{ kind: "view", row: null }])).toEqual([]);
});

test("a run makes its row old, and those after it", () => {
  expect(rowsOfRun(rows, "a")).toEqual([1, 2]);
  expect(rowsOfRun(rows, "new")).toBeNull();
});

test("fresh rows take the places of old ones, and the others stay the same objects", () => {
  const fresh = makeRow(2, { title: "new" });
  const now = replacedRows(rows, [fresh], false);
  expect(now).toEqual([rows[0], fresh, rows[2]]);
  expect(now[0]).toBe(rows[0]);
});

test("a row that was taken away goes, or stays where deleted rows are shown", () => {
  const gone = makeRow(2, { deleted: true });
  expect(replacedRows(rows, [gone], false).map((row) => row.number)).toEqual([1, 3]);
  expect(replacedRows(rows, [gone], true)).toHaveLength(3);
  expect(replacedRows([rows[0] ?? gone], [makeRow(9), makeRow(4)], false).map((row) => row.number)).toEqual([
    1, 4, 9,
  ]);
});

test("cells that others wrote are told, one's own are not", () => {
  const now = [makeRow(3, { cells: { tags: ["loss, new", 2], status: ["done", 1] } })];
  expect(changedCells(rows, now, "민준")).toEqual(["3 tags", "3 status"]);
  expect(changedCells(rows, now, "jiwon")).toEqual([]);
  expect(changedCells([], now, "민준")).toEqual([]);
});
