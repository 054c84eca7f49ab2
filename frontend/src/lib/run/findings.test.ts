import { expect, test } from "vitest";
import { filterOfFinding, groupFindings, namesOfGroup } from "./findings";

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

test("a group is named by its pairs or its classes, and a crowd by its first", () => {
  const nameOf = (index: number) => `c${index}`;
  const named = (kind: string, ...classes: number[][]) =>
    namesOfGroup({ kind, findings: classes.map((it) => ({ kind, classes: it })) }, nameOf);
  expect(named("confusable", [1, 2], [3, 4])).toBe("c1 ↔ c2, c3 ↔ c4");
  expect(named("missed", [1], [2], [1])).toBe("c1, c2");
  expect(named("absent", [1, 2, 3, 4, 5, 6, 7, 8])).toBe("c1, c2, c3, c4, c5, c6, … (8)");
});
