import { expect, test } from "vitest";
import { filterOfFinding, groupFindings } from "./findings";

test("a confusion shows where the one is taken for the other", () => {
  expect(filterOfFinding({ kind: "confusable", classes: [3, 2] })).toEqual({ classIndex: 3, taken: 2 });
});

test("edges show boundary errors, missed and invented objects those of whole segments", () => {
  expect(filterOfFinding({ kind: "soft-edge", classes: [1] })).toEqual({ classIndex: 1, kind: "boundary" });
  expect(filterOfFinding({ kind: "invented", classes: [1] }).kind).toBe("segment");
});

test("what is known of the class alone shows all its pictures; of no class, all", () => {
  expect(filterOfFinding({ kind: "small-class", classes: [4] })).toEqual({ classIndex: 4, kind: null });
  expect(filterOfFinding({ kind: "another", classes: [] })).toEqual({});
});

test("findings of one kind share what to try, the costliest kind first", () => {
  const kinds = ["missed", "soft-edge", "missed"].map((kind, at) => ({ kind, at }));
  const groups = groupFindings(kinds);
  expect(groups.map((group) => [group.kind, group.findings.map((it) => it.at)])).toEqual([
    ["missed", [0, 2]],
    ["soft-edge", [1]],
  ]);
});
