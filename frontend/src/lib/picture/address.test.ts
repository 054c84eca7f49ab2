import { describe, expect, test } from "vitest";
import { pictureLink, readable, readState, writeState } from "./address";

const classes = ["배경", "Paper", "Glass", "Metal"].map((name, index) => ({
  index,
  name,
  colour: "#123456",
  role: index === 0 ? "background" : null,
}));
const read = (query: string) => readState(new URLSearchParams(query), classes);
const write = (query: string) => readable(writeState(read(query), classes));

test("what is shown at first has a short address", () => {
  expect(write("")).toBe("");
  expect([...read("").look.hidden]).toEqual([0]);
});

describe("an address opens what it was copied from", () => {
  test.each([
    "validation=4",
    "panes=truth,errors",
    "panes=classes",
    "at=120.5,80.25,4",
    "box=10,20,30,40",
    "overlay=off",
    "only=2",
    "hide=0,3",
    "hide=none",
    "lines=contour&hatch=on&opacity=35&errors=kinds&sure=50",
    "list=class%3D3%26kind%3Dsegment&place=12",
  ])("%s", (query) => {
    expect(write(query)).toBe(query);
  });
});

test("nothing shown is an address, too", () => {
  const none = read("hide=0,1,2,3");
  expect(none.look.hidden.size).toBe(4);
  expect(readState(writeState(none, classes), classes).look.hidden.size).toBe(4);
});

test("what makes no sense is as if nobody had said it", () => {
  expect(read("validation=x&panes=&at=1,2&box=3,3,3,3&opacity=900&hide=99&place=-1")).toEqual({
    ...read("opacity=100"),
    look: { ...read("opacity=100").look, hidden: new Set() },
  });
  expect(read("panes=truth,evil").panes).toEqual(["truth"]);
  expect(read("panes=picture,truth,prediction,errors,confidence").panes).toHaveLength(4);
});

test("a spot that somebody moved to wins over the region of the link", () => {
  expect(write("at=1,2,3&box=10,20,30,40")).toBe("at=1,2,3");
});

test("links of other pages", () => {
  expect(pictureLink("r1", "seq 1/0001.png", { validation: 3, only: [2], box: [1, 2, 3, 4] })).toBe(
    "/runs/r1/pictures/seq%201/0001.png?validation=3&box=1,2,3,4&only=2",
  );
});
