import { expect, test } from "vitest";
import { readState, writeState } from "@/lib/url-state/codecs";
import { COMPARE_STATE, chosenSeeds, hiddenClasses } from "./address";

const read = (search: string) => readState(COMPARE_STATE, new URLSearchParams(search));

test("a link opens the same picture at the same spot", () => {
  const change = {
    a: "r1,r2",
    b: "r3",
    validation: "12",
    picture: "시퀀스 1/0001,a.png",
    layout: "swipe" as const,
    swipe: 33.5,
    at: { x: 120.25, y: 80.5, zoom: 4 },
    hide: ["0", "3"],
    still: false,
  };
  const search = writeState(COMPARE_STATE, new URLSearchParams(), change).toString();
  expect(read(search)).toMatchObject(change);
});

test("a bare address compares the best validations and says nothing else", () => {
  expect(read("a=r1&b=r2")).toMatchObject({ validation: "best", picture: "", at: null, pixels: false });
  expect(writeState(COMPARE_STATE, new URLSearchParams(), read("a=r1&b=r2")).toString()).toBe("a=r1&b=r2");
});

test("nonsense is as if nothing were said", () => {
  for (const at of ["", "1,2", "1,2,0", "a,b,c", "1,2,3,4", "1,2,Infinity"])
    expect(read(`at=${at}`).at).toBeNull();
  expect(read("swipe=101&layout=tiles&sort=drop&order=up")).toEqual(read(""));
});

test("of several runs a side the one that is looked at exists", () => {
  expect(chosenSeeds(["1", "2"], [3, 3])).toEqual([1, 2]);
  expect(chosenSeeds(["3", "x"], [3, 3])).toEqual([0, 0]);
  expect(chosenSeeds([], [1, 1])).toEqual([0, 0]);
});

test("the background is not shown at first, and everything is where somebody said so", () => {
  const classes = ["background", null, null].map((role, index) => ({
    index,
    name: `class ${index}`,
    colour: "#336699",
    role,
  }));
  const hidden = (search: string) => [...hiddenClasses(read(search).hide, classes)];
  expect(hidden("")).toEqual([0]);
  expect(hidden("hide=")).toEqual([]);
  expect(hidden("hide=2,x,1.5,-1,99")).toEqual([2]);
  expect(writeState(COMPARE_STATE, new URLSearchParams(), { hide: [] }).toString()).toBe("hide=");
});
