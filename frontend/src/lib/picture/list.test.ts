import { expect, test } from "vitest";
import {
  ALL_PICTURES,
  listSearch,
  matching,
  needsAll,
  partsFrom,
  readFilter,
  serverQuery,
  writeFilter,
} from "./list";

const read = (query: string) => readFilter(new URLSearchParams(query));

test.each(["", "class=3&kind=segment&taken=-1&order=iou&search=%EC%A2%85%EC%9D%B4&group=", "kind=extent"])(
  "a filter is what its address says: %s",
  (query) => {
    expect(writeFilter(read(query)).toString()).toBe(query);
  },
);

test("what makes no sense is left out", () => {
  expect(read("class=-2&kind=big&taken=4&order=random")).toEqual(ALL_PICTURES);
  expect(read("class=4&taken=4").taken).toBeNull();
});

test("the server is asked for what it knows", () => {
  expect(serverQuery(read("class=0&taken=2&search=x"))).toEqual({
    order: "lost",
    class_index: 0,
    predicted: 2,
  });
  expect([needsAll(read("search=x")), needsAll(read("search=+")), needsAll(read("group="))]).toEqual([
    true,
    false,
    true,
  ]);
});

test("all words must be in the name, in any order, however Hangul is written", () => {
  const pictures = ["종이/사진 1", "종이/그림 2", "seq/1"].map((sample) => ({
    sample,
    group: sample.split("/")[0] ?? null,
  }));
  const named = (search: string, group: string | null = null) =>
    matching(pictures, { ...ALL_PICTURES, search, group }).map((it) => it.sample);
  expect(named("1 종이")).toEqual(["종이/사진 1"]);
  expect(named("종이".normalize("NFD"))).toHaveLength(2);
  expect(named("SEQ")).toEqual(["seq/1"]);
  expect(named("", "종이")).toHaveLength(2);
});

test("a picture is looked for where it was, then around", () => {
  expect(partsFrom(250, 100, 520)).toEqual([2, 1, 3, 0, 4, 5]);
  expect(partsFrom(null, 100, 0)).toEqual([0]);
  expect(partsFrom(9999, 100, 150)).toEqual([1, 0]);
});

test("the way back to the list says which validation", () => {
  expect([listSearch("class=3", 4), listSearch("", null), listSearch("", null, 0)]).toEqual([
    "?class=3&validation=4",
    "",
    "?at=0",
  ]);
});
