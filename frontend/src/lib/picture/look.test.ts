import { expect, test } from "vitest";
import {
  allOrNone,
  classTable,
  FIRST_LOOK,
  hiddenAtFirst,
  onlyShown,
  paneShown,
  soloed,
  toggled,
} from "./look";

const classes = ["Background", "Paper", "Glass"].map((name, index) => ({
  index,
  name,
  colour: `#0${index}0000`,
  role: index === 0 ? "background" : null,
}));

test("the background is hidden until somebody asks for it", () => {
  expect([...hiddenAtFirst(classes)]).toEqual([0]);
  expect(toggled(hiddenAtFirst(classes), 0).size).toBe(0);
});

test("one class alone, and back", () => {
  const alone = soloed(new Set(), 2, classes);
  expect(onlyShown(alone, classes)).toBe(2);
  expect([...soloed(alone, 2, classes)]).toEqual([0]);
  expect(onlyShown(soloed(alone, 1, classes), classes)).toBe(1);
});

test("all classes, or none", () => {
  expect(allOrNone(new Set([1]), classes).size).toBe(0);
  expect(allOrNone(new Set(), classes).size).toBe(3);
});

test("the errors of one class alone are what is true, false and missed of it", () => {
  const look = { ...FIRST_LOOK, hidden: soloed(new Set(), 1, classes) };
  expect(paneShown({ name: "errors" }, look, classes)).toEqual({ name: "class", index: 1 });
  expect(paneShown({ name: "truth" }, look, classes)).toEqual({ name: "truth" });
  expect(paneShown({ name: "errors" }, FIRST_LOOK, classes)).toEqual({ name: "errors" });
});

test("a table holds colours by class index", () => {
  const table = classTable([...classes].reverse(), 255, new Set([1]));
  expect([table.count, [...table.shown], [...table.ground.subarray(6)]]).toEqual([3, [1, 0, 1], [2, 0, 0]]);
});
