import { expect, test } from "vitest";
import {
  allBut,
  allOrNone,
  classTable,
  FIRST_LOOK,
  hiddenAtFirst,
  onlyShown,
  type PaneName,
  paneShown,
  panesOf,
  soloed,
  toggled,
  toggledPane,
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

test("panes come in one order, one is left, and a fifth takes the picture's place", () => {
  const toggle = (panes: PaneName[], name: PaneName) => toggledPane({ panes, perClass: false }, name).panes;
  expect(toggle(["errors"], "truth")).toEqual(["truth", "errors"]);
  expect(toggle(["errors"], "errors")).toEqual(["errors"]);
  expect(toggle(["picture", "truth", "prediction", "errors"], "confidence")).toEqual([
    "truth",
    "prediction",
    "errors",
    "confidence",
  ]);
});

test("choosing a pane leaves the view of one pane a class", () => {
  expect(toggledPane({ panes: ["errors"], perClass: true }, "errors")).toEqual({
    panes: ["errors"],
    perClass: false,
  });
});

test("one pane a class: those in the picture that are shown", () => {
  const look = { ...FIRST_LOOK, hidden: hiddenAtFirst(classes) };
  expect(panesOf(["truth"], true, look, classes, [{ index: 0 }, { index: 2 }])).toEqual([
    { name: "picture" },
    { name: "class", index: 2 },
  ]);
  expect(panesOf(["truth"], false, look, classes, undefined)).toEqual([{ name: "truth" }]);
});

test("some classes alone", () => {
  expect([...allBut(classes, [1])]).toEqual([0, 2]);
});
