import { describe, expect, test } from "vitest";
import { type Change, forestBar, forestScale, sortChanges } from "./forest";

function change(
  name: string,
  difference: number | null,
  low: number | null,
  high: number | null,
  safe = true,
): Change {
  return { name, difference, low, high, safe };
}

describe("the scale", () => {
  test("holds 0, all points and all safe intervals, and ends at round values", () => {
    const scale = forestScale([change("Fence", 0.149, 0.138, 0.159), change("Car", -0.031, -0.051, -0.012)]);
    expect(scale.low).toBeLessThanOrEqual(-0.051);
    expect(scale.high).toBeGreaterThanOrEqual(0.159);
    expect(scale.marks).toContain(0);
    expect(scale.marks.every((mark) => mark >= scale.low && mark <= scale.high)).toBe(true);
  });

  test("is not made wide by an interval from a few pictures, which is cut instead", () => {
    const rare = change("Battery", 0.02, -0.7, 0.74, false);
    const scale = forestScale([change("Paper", 0.032, 0.011, 0.054), rare]);
    expect(scale.high).toBeLessThan(0.2);
    const bar = forestBar(rare, scale);
    expect(bar).toMatchObject({ from: 0, to: 1, isCutLow: true, isCutHigh: true });
  });

  test("holds all intervals where all come from a few pictures", () => {
    const scale = forestScale([
      change("Paper", 0.02, -0.1, 0.14, false),
      change("Glass", 0, -0.3, 0.3, false),
    ]);
    expect(scale.low).toBeLessThanOrEqual(-0.3);
    expect(scale.high).toBeGreaterThanOrEqual(0.3);
  });

  test("has room around 0 where nothing changed", () => {
    const scale = forestScale([change("Sky", 0, 0, 0)]);
    expect(scale.low).toBeLessThan(0);
    expect(scale.high).toBeGreaterThan(0);
    expect(forestBar(change("Sky", 0, 0, 0), scale)?.point).toBeCloseTo(0.5);
  });
});

test("a bar lies where its values are on the scale", () => {
  const scale = { low: -0.5, high: 0.5, marks: [] };
  expect(forestBar(change("Road", 0.25, 0, 0.5), scale)).toEqual({
    point: 0.75,
    from: 0.5,
    to: 1,
    isCutLow: false,
    isCutHigh: false,
  });
  expect(forestBar(change("Absent", null, null, null), scale)).toBeNull();
  expect(forestBar(change("No interval", 0.25, null, null), scale)).toMatchObject({ from: 0.75, to: 0.75 });
});

test("classes are sorted by change with what is not defined last, by name, or left as they are", () => {
  const classes = [
    change("Pole", 0.05, 0, 0.1),
    change("Absent", null, null, null),
    change("Car", 0.09, 0, 0.2),
  ];
  const names = (order: "change" | "name" | "class") => sortChanges(classes, order).map((one) => one.name);
  expect(names("change")).toEqual(["Car", "Pole", "Absent"]);
  expect(names("name")).toEqual(["Absent", "Car", "Pole"]);
  expect(names("class")).toEqual(["Pole", "Absent", "Car"]);
});
