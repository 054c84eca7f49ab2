import { expect, test } from "vitest";
import { gridAction, isComposing } from "./grid-keys";

const press = (
  key: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
  code = "",
) => gridAction({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("keys of a spreadsheet mean what they mean there", () => {
  expect(press("ArrowDown")).toEqual({ kind: "step", way: "down", extend: false });
  expect(press("ArrowDown", { shiftKey: true })).toEqual({ kind: "step", way: "down", extend: true });
  expect(press("End", { ctrlKey: true, shiftKey: true })).toEqual({
    kind: "step",
    way: "last",
    extend: true,
  });
  expect(press("Tab", { shiftKey: true })).toEqual({ kind: "tab", backwards: true });
  expect(press("Enter")?.kind).toBe("edit");
  expect(press("Enter", { metaKey: true })?.kind).toBe("open");
  expect(press("z", { ctrlKey: true })?.kind).toBe("undo");
  expect(press("Z", { ctrlKey: true, shiftKey: true })?.kind).toBe("redo");
  expect(press("z", { metaKey: true, shiftKey: true })?.kind).toBe("redo");
});

test("commands work with a Korean keyboard, too", () => {
  expect(press("ㅋ", { ctrlKey: true }, "KeyZ")?.kind).toBe("undo");
  expect(press("ㅇ", { metaKey: true }, "KeyD")?.kind).toBe("fill");
});

test("letters begin a text", () => {
  expect([press("a"), press("?", { shiftKey: true }), press("ㅎ", {}, "KeyG"), press(" ")]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("keys of an input method are its own", () => {
  expect(isComposing({ isComposing: true, keyCode: 13, key: "Enter" })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229, key: "Enter" })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13, key: "Enter" })).toBe(false);
});
