import { expect, test } from "vitest";
import { namesakes, readSide, withoutRun, withRun, writeSide } from "./sides";

test("a side is its runs, each once", () => {
  expect(readSide("a1, a2,,a1")).toEqual(["a1", "a2"]);
  expect(readSide("")).toEqual([]);
  expect(writeSide(["a1", "a2"])).toBe("a1,a2");
  expect(withoutRun("a1,a2", "a1")).toBe("a2");
});

test("a run that is put on one side leaves the other", () => {
  expect(withRun({ a: "r1,r2", b: "r3" }, "b", "r2")).toEqual({ a: "r1", b: "r3,r2" });
  expect(withRun({ a: "", b: "" }, "a", "r1")).toEqual({ a: "r1", b: "" });
});

test("other trainings of a name are offered, unless they stand elsewhere or were validated on others", () => {
  const runs = [
    { id: "r1", name: "base", best: 0, images: 40 },
    { id: "r2", name: "base", best: 1, images: 40 },
    { id: "r3", name: "base", best: null, images: null },
    { id: "r4", name: "wide", best: 0, images: 40 },
    { id: "r5", name: "base", best: 0, images: 40 },
    { id: "r6", name: "base", best: 0, images: 6 },
  ];
  expect(namesakes(runs, ["r1"], ["r5"]).map((run) => run.id)).toEqual(["r2"]);
  expect(namesakes(runs, [], [])).toEqual([]);
});
