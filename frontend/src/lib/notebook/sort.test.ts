import { expect, test } from "vitest";
import { allColumns } from "./columns";
import { makeRow } from "./fixtures";
import { readSort, sortRows, toggledSort, writeSort } from "./sort";

const columns = allColumns(["cost"]);
const numbers = (rows: readonly { number: number }[]) => rows.map((row) => row.number);
const sorted = (rows: Parameters<typeof sortRows>[0], ...words: string[]) =>
  numbers(sortRows(rows, readSort(words), columns));

test("rows without a score are last, up and down", () => {
  const rows = [makeRow(1, { miou: 0.4 }), makeRow(2), makeRow(3, { miou: 0.6 }), makeRow(4, { miou: 0 })];
  expect(sorted(rows, "miou")).toEqual([4, 1, 3, 2]);
  expect(sorted(rows, "-miou")).toEqual([3, 1, 4, 2]);
});

test("the second column decides where the first one does not", () => {
  const rows = [
    makeRow(1, { who: "민준", miou: 0.5 }),
    makeRow(2, { who: "alex", miou: 0.1 }),
    makeRow(3, { who: "민준", miou: 0.7 }),
  ];
  expect(sorted(rows, "-who", "-miou").indexOf(3)).toBeLessThan(sorted(rows, "-who", "-miou").indexOf(1));
  expect(sorted(rows, "who", "miou")).toHaveLength(3);
});

test("numbers within texts count as numbers, and capitals do not count", () => {
  const rows = [
    makeRow(1, { cells: { title: "run 10" } }),
    makeRow(2, { cells: { title: "Run 9" } }),
    makeRow(3, { cells: { title: "" } }),
  ];
  expect(sorted(rows, "title")).toEqual([2, 1, 3]);
});

test("equal rows keep their order either way", () => {
  const rows = [3, 1, 2].map((number) => makeRow(number, { who: number === 1 ? "Alex" : "alex" }));
  expect(sorted(rows, "who")).toEqual([3, 1, 2]);
  expect(sorted(rows, "-who")).toEqual([3, 1, 2]);
});

test("a column that is not there sorts nothing", () => {
  expect(sorted([makeRow(2), makeRow(1)], "own:gone")).toEqual([2, 1]);
});

test("two thousand rows are sorted by three columns in less than a drawing's time", () => {
  const rows = Array.from({ length: 2000 }, (_nothing, place) =>
    makeRow(place, {
      who: `person ${place % 7}`,
      miou: (place * 7919) % 1000,
      cells: { title: `제목 ${place % 400}` },
    }),
  );
  const before = performance.now();
  expect(sorted(rows, "who", "title", "-miou")).toHaveLength(2000);
  expect(performance.now() - before).toBeLessThan(500); // of a busy machine; 20 ms of an idle one
});

test("a click sorts up, another one down, a third one not", () => {
  const up = toggledSort([], "miou", false);
  const down = toggledSort(up, "miou", false);
  expect([writeSort(up), writeSort(down), toggledSort(down, "miou", false)]).toEqual([
    ["miou"],
    ["-miou"],
    [],
  ]);
});

test("a click with Shift adds a column, and turns one in its place", () => {
  const two = toggledSort(readSort(["who"]), "miou", true);
  expect(writeSort(two)).toEqual(["who", "miou"]);
  expect(writeSort(toggledSort(two, "who", true))).toEqual(["-who", "miou"]);
  expect(writeSort(toggledSort(readSort(["-who", "miou"]), "who", true))).toEqual(["miou"]);
});

test("nonsense in an address is no sort", () => {
  expect(readSort(["", "-"])).toEqual([]);
});
