import { expect, test } from "vitest";
import { filterRows, parseFilter, toggledTerm } from "./filter";
import { makeRow } from "./fixtures";

const rows = [
  makeRow(1, {
    status: "running",
    who: "민준",
    cells: { hypothesis: "Paper is thin", tags: "loss, urgent" },
  }),
  makeRow(2, {
    status: "finished",
    who: "alex",
    weakest: { name: "Paper pack", iou: 0.2 },
    cells: { conclusion: "클래스 가중치가 도움", tags: "old idea" },
    changed: ["optimizer.lr 0.001 → 0.0005"],
  }),
  makeRow(3, {
    runs: [
      { id: "a1b2", name: "wide crop", user: "하은", created_at: "", status: "finished", miou: 0.5, best: 1 },
    ],
  }),
];
const found = (text: string) => filterRows(rows, text).map((row) => row.number);

test.each([
  ["", [1, 2, 3]],
  ["   ", [1, 2, 3]],
  ["paper", [1, 2]],
  ["PAPER thin", [1]],
  ["가중치", [2]],
  ["#3", [3]],
  ["a1b2", [3]],
  ['"wide crop"', [3]],
  ["0.0005", [2]],
  ["status:run", [1]],
  ["status:finished who:alex", [2]],
  ["who:하은", [3]],
  ["class:paper", [2]],
  ['class:"Paper pack"', [2]],
  ["tag:urgent", [1]],
  ['tag:"old idea"', [2]],
  ["-paper", [3]],
  ["-status:running", [2, 3]],
  ["-tag:urgent paper", [2]],
  ["TAG:URGENT", [1]],
  ["nothing-of-this", []],
])("%s finds %j", (text, numbers) => {
  expect(found(text)).toEqual(numbers);
});

test("a word with a colon that is no field is looked for as it is", () => {
  expect(parseFilter("lr:0.01")).toEqual([{ field: null, text: "lr:0.01", negated: false }]);
});

test("an open quote goes on to the end, an empty field says nothing yet", () => {
  expect(parseFilter('tag:"old id')).toEqual([{ field: "tag", text: "old id", negated: false }]);
  expect(parseFilter('paper status:""')).toHaveLength(1);
});

test("Hangul is found however it is put together", () => {
  expect(found("가중치".normalize("NFD"))).toEqual([2]);
});

test("what waits to be saved is found, too", () => {
  const unsaved = (row: number, field: string) => (row === 3 && field === "tags" ? "fresh" : undefined);
  expect(filterRows(rows, "tag:fresh", unsaved).map((row) => row.number)).toEqual([3]);
  expect(filterRows(rows, "fresh", unsaved).map((row) => row.number)).toEqual([3]);
});

test("a click on a tag adds its term, another one takes it away", () => {
  const once = toggledTerm("paper", "tag", "old idea");
  expect(once).toBe('paper tag:"old idea"');
  expect(toggledTerm(once, "tag", "old idea")).toBe("paper");
});
