import { expect, test } from "vitest";
import { alongside, chooseValidation, splitsOf, validationCodec, wantedFor } from "./validation";

const validation = (index: number, split = "val", is_best = false) => ({ index, split, is_best });
const run = [validation(1), validation(2, "val", true), validation(3), validation(4, "test", true)];

test("an address that says nothing shows the best of the run's own split", () => {
  expect(chooseValidation(run, null, "val")?.index).toBe(2);
});

test("one that names a validation shows it, of any split; one that is not there is the best", () => {
  expect(chooseValidation(run, 4, "val")?.split).toBe("test");
  expect(chooseValidation(run, 99, "val")?.index).toBe(2);
});

test("the latest is the newest of the run's own split", () => {
  expect(chooseValidation(run, "latest", "val")?.index).toBe(3);
});

test("a run whose best is not known yet, or of another split alone, shows its newest", () => {
  expect(chooseValidation([validation(1), validation(2)], null, "val")?.index).toBe(2);
  expect(chooseValidation([validation(7, "test")], null, "val")?.index).toBe(7);
  expect(chooseValidation([], null, "val")).toBeNull();
});

test("whoever is at the last one of a run that trains follows it, and nobody else does", () => {
  const [first, second, third] = run as [(typeof run)[0], (typeof run)[0], (typeof run)[0]];
  expect(wantedFor(run, third, true, "val")).toBe("latest");
  expect(wantedFor(run, third, false, "val")).toBe(3);
  expect(wantedFor(run, second, true, "val")).toBe(2);
  expect(wantedFor(run, first, true, "val")).toBe(1);
  expect(wantedFor(run, run[3] as (typeof run)[0], true, "val")).toBe(4);
});

test("the slider moves over one split", () => {
  expect(alongside(run, run[0] as (typeof run)[0]).map((it) => it.index)).toEqual([1, 2, 3]);
  expect(splitsOf(run, "test")).toEqual(["test", "val"]);
});

test("addresses say what they can say and nothing else", () => {
  expect(["3", "latest", "best", "-1", "1e3", ""].map(validationCodec.read)).toEqual([
    3,
    "latest",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect([3, "latest", null].map((value) => validationCodec.write(value as never))).toEqual([
    "3",
    "latest",
    "",
  ]);
});
