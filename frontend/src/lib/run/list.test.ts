import { expect, test } from "vitest";
import { matchingRuns, toggleChosen, valuesOf } from "./list";

const runs = [
  { id: "20261130-aaa", name: "종이 클래스 가중치", user: "민준", kind: "train", status: "finished" },
  { id: "20261130-bbb", name: "Baseline", user: "jiwon", kind: "train", status: "running" },
  { id: "20261201-ccc", name: "baseline masks", user: "jiwon", kind: "import", status: "finished" },
];
const all = { words: "", status: "", kind: "", user: "" };
const found = (filter: Partial<typeof all>) =>
  matchingRuns(runs, { ...all, ...filter }).map((run) => run.id.slice(-3));

test("every word must be in the name, the id or the person", () => {
  expect(found({ words: "BASE jiwon" })).toEqual(["bbb", "ccc"]);
  expect(found({ words: "20261201" })).toEqual(["ccc"]);
  expect(found({ words: "baseline nobody" })).toEqual([]);
});

test("Korean is found however it is composed", () => {
  expect(found({ words: "가중치".normalize("NFD") })).toEqual(["aaa"]);
});

test("columns narrow the list together", () => {
  expect(found({ user: "jiwon", status: "finished" })).toEqual(["ccc"]);
  expect(found({ kind: "evaluation" })).toEqual([]);
  expect(found({})).toHaveLength(3);
});

test("a column's values are offered, the commonest first", () => {
  expect(valuesOf(runs, (run) => run.user)).toEqual(["jiwon", "민준"]);
});

test("two runs are chosen at most; the last ones count", () => {
  const three = ["a", "b", "c"].reduce(toggleChosen, [] as string[]);
  expect(three).toEqual(["b", "c"]);
  expect(toggleChosen(three, "b")).toEqual(["c"]);
});
