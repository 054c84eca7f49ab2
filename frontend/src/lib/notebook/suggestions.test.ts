import { expect, test } from "vitest";
import { makeRow } from "./fixtures";
import { completedTags, suggestedParents, suggestedStates, suggestedTags } from "./suggestions";

const rows = [
  makeRow(1, { title: "기준선", cells: { tags: "loss, augment" }, status: "finished" }),
  makeRow(2, { title: "wide crop", cells: { tags: "loss, 데이터" }, status: "on hold" }),
  makeRow(12, { title: "wide crop 2", cells: { tags: "long-run" } }),
];

test("tags that begin with what is written are offered, the most used first", () => {
  expect(suggestedTags(rows, "lo")).toEqual(["loss", "long-run"]);
  expect(suggestedTags(rows, "loss, l")).toEqual(["long-run"]);
  expect(suggestedTags(rows, "데")).toEqual(["데이터"]);
  expect(suggestedTags(rows, "")[0]).toBe("loss");
});

test("a chosen tag takes the place of what was begun", () => {
  expect(completedTags("augment, lo", "loss")).toBe("augment, loss");
  expect(completedTags("lo", "loss")).toBe("loss");
  expect(completedTags("a;b\nlo", "loss")).toBe("a, b, loss");
});

test("parents are found by number and by title, never the row itself", () => {
  const found = (text: string, self = 99) => suggestedParents(rows, text, self).map((row) => row.number);
  expect(found("#1")).toEqual([1, 12]);
  expect(found("wide")).toEqual([12, 2]);
  expect(found("")).toEqual([12, 2, 1]);
  expect(found("2")).toEqual([2, 12]);
  expect(found("#2")).toEqual([2]);
  expect(found("wide", 12)).toEqual([2]);
  expect(found("기준")).toEqual([1]);
});

test("states of the rows are offered beside the usual ones", () => {
  expect(suggestedStates(rows)).toContain("on hold");
  expect(suggestedStates(rows).slice(0, 2)).toEqual(["idea", "plan"]);
});
