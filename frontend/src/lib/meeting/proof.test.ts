import { expect, test } from "vitest";
import { isTradeOff, proofs } from "./proof";

test("moved classes stand with the verdict of their row", () => {
  const verdicts = [{ row: 3 }, { row: 7 }];
  const classes = [
    { row: 7, name: "Car", verdict: "worse" },
    { row: 3, name: "Pole", verdict: "better" },
    { row: 7, name: "Fence", verdict: "better" },
  ];
  const [first, second] = proofs(verdicts, classes);
  expect(first?.classes.map((it) => it.name)).toEqual(["Pole"]);
  expect(second?.classes.map((it) => it.name)).toEqual(["Car", "Fence"]);
  expect(isTradeOff(first?.classes ?? [])).toBe(false);
  expect(isTradeOff(second?.classes ?? [])).toBe(true);
});
