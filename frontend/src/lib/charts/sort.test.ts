import { expect, test } from "vitest";
import { ariaSort, pressed, readOrder, sortBy, writeOrder } from "./sort";

const rows = [
  { name: "b", iou: 0.5 },
  { name: "a", iou: null },
  { name: "c", iou: 0.1 },
  { name: "d", iou: Number.NaN },
  { name: "e", iou: 0.5 },
];
const names = (sorted: { name: string }[]) => sorted.map((row) => row.name).join("");

test("what has no value is last, whichever way the others go", () => {
  expect(names(sortBy(rows, (row) => row.iou, "up"))).toBe("cbead");
  expect(names(sortBy(rows, (row) => row.iou, "down"))).toBe("becad");
});

test("names sort as people count, in Korean too", () => {
  const sorted = (list: string[]) => sortBy(list, (word) => word, "up");
  expect(sorted(["run 10", "run 9", "Run 1"])).toEqual(["Run 1", "run 9", "run 10"]);
  expect(sorted(["플라스틱", "", "비닐", "유리"])).toEqual(["비닐", "유리", "플라스틱", ""]);
});

test("an order is one word of the address, and a wrong word is as if nothing were said", () => {
  const columns = ["iou", "name"] as const;
  const usual = { column: "iou", direction: "up" } as const;
  for (const word of ["iou", "-iou", "name", "-name"]) {
    expect(writeOrder(readOrder(word, columns, usual))).toBe(word);
  }
  expect(readOrder("-drop table", columns, usual)).toEqual(usual);
});

test("a second press turns the order around, another column begins in its own way", () => {
  const first = pressed({ column: "name", direction: "up" }, "iou" as "iou" | "name", "down");
  expect(first).toEqual({ column: "iou", direction: "down" });
  expect(pressed(first, "iou", "down").direction).toBe("up");
  expect([ariaSort(first, "iou"), ariaSort(first, "name")]).toEqual(["descending", "none"]);
});
