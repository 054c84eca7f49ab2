import { expect, test } from "vitest";
import { allColumns } from "./columns";
import { makeRow } from "./fixtures";
import { emptied, filledDown, planPaste } from "./paste";
import { cellOf } from "./row";
import type { Block } from "./selection";

const columns = allColumns([]).filter(({ key }) => ["number", "title", "miou", "tags"].includes(key));
const rows = [1, 2, 3].map((number) => makeRow(number, { cells: { title: `t${number}` } }));
const block = (top: number, bottom: number, left: number, right: number): Block => ({
  top,
  bottom,
  left,
  right,
});

test("a block goes where it is pasted, and columns that fill themselves are told and skipped", () => {
  const plan = planPaste(
    [
      ["a", ".5", "x"],
      ["b", ".6", "y"],
    ],
    block(1, 1, 1, 1),
    rows,
    columns,
  );
  expect(plan.texts).toEqual([
    { row: 2, field: "title", text: "a" },
    { row: 2, field: "tags", text: "x" },
    { row: 3, field: "title", text: "b" },
    { row: 3, field: "tags", text: "y" },
  ]);
  expect(plan.skipped.map(({ key }) => key)).toEqual(["miou"]);
  expect(plan.block).toEqual(block(1, 2, 1, 3));
});

test("what does not fit below is kept for new rows, what does not fit beside is counted", () => {
  const plan = planPaste(
    [
      ["a", "x"],
      ["b", "y"],
      ["", ""],
      ["c", "z"],
    ],
    block(2, 2, 3, 3),
    rows,
    columns,
  );
  expect(plan.texts).toEqual([{ row: 3, field: "tags", text: "a" }]);
  expect(plan.beyond).toEqual([{ tags: "b" }, { tags: "c" }]);
  expect(plan.cut).toBe(1);
});

test("one cell fills all that is chosen", () => {
  const plan = planPaste([["done"]], block(0, 2, 1, 3), rows, columns);
  expect(plan.texts).toHaveLength(6);
  expect(new Set(plan.texts.map(({ text }) => text))).toEqual(new Set(["done"]));
});

test("twenty rows of six columns are a hundred and twenty texts", () => {
  const wide = allColumns(["a", "b", "c", "d", "e", "f"]).filter(({ key }) => key.startsWith("own:"));
  const many = Array.from({ length: 20 }, (_nothing, place) => makeRow(place + 1));
  const cells = many.map((_row, line) => wide.map((_column, place) => `${line}.${place}`));
  const plan = planPaste(cells, block(0, 0, 0, 0), many, wide);
  expect(plan.texts).toHaveLength(120);
  expect(plan.texts.at(-1)).toEqual({ row: 20, field: "f", text: "19.5" });
});

test("Delete empties what people write and nothing else", () => {
  expect(emptied(block(0, 1, 0, 3), rows, columns)).toEqual([
    { row: 1, field: "title", text: "" },
    { row: 2, field: "title", text: "" },
    { row: 1, field: "tags", text: "" },
    { row: 2, field: "tags", text: "" },
  ]);
});

test("filling down repeats the first line; from one line the line above it", () => {
  const textOf = (row: (typeof rows)[number], field: string) => cellOf(row, field).text;
  const two = filledDown(block(0, 2, 1, 1), rows, columns, textOf);
  expect(two.map(({ row, text }) => [row, text])).toEqual([
    [2, "t1"],
    [3, "t1"],
  ]);
  expect(filledDown(block(1, 1, 1, 1), rows, columns, textOf)).toEqual([
    { row: 2, field: "title", text: "t1" },
  ]);
  expect(filledDown(block(0, 0, 1, 1), rows, columns, textOf)).toEqual([]);
});
