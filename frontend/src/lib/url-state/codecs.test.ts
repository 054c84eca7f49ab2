import { describe, expect, test } from "vitest";
import { choice, flag, list, number, readState, text, writeState } from "./codecs";

const SHAPE = {
  filter: text(),
  validation: number({ least: 0, integer: true }),
  opacity: number({ fallback: 0.6, least: 0, most: 1 }),
  sort: choice(["lost", "iou"], "lost"),
  hatch: flag(true),
  columns: list(["miou"]),
};

const read = (search: string) => readState(SHAPE, new URLSearchParams(search));

test("an empty address has the fallbacks", () => {
  expect(read("")).toEqual({
    filter: "",
    validation: null,
    opacity: 0.6,
    sort: "lost",
    hatch: true,
    columns: ["miou"],
  });
});

test("nonsense in an address is as if nothing were said", () => {
  expect(read("validation=-1&opacity=9&sort=drop&hatch=yes")).toEqual(read(""));
  expect(read("validation=1.5&opacity=")).toEqual(read(""));
  expect(read("validation=NaN&opacity=Infinity")).toEqual(read(""));
});

describe("what was written is read", () => {
  test.each([
    { filter: "종이 & 100%=x+y" },
    { validation: 12 },
    { opacity: 0 },
    { sort: "iou" as const },
    { hatch: false },
    { columns: [] },
    { columns: ["a,b", "한글", ""] },
  ])("%j", (change) => {
    const search = writeState(SHAPE, new URLSearchParams(), change).toString();
    expect(read(search)).toEqual({ ...read(""), ...change });
  });
});

test("what is as usual leaves the address, and what others wrote stays", () => {
  const search = new URLSearchParams("sort=iou&theirs=1");
  expect(writeState(SHAPE, search, { sort: "lost" }).toString()).toBe("theirs=1");
  expect(search.get("sort")).toBe("iou");
});
