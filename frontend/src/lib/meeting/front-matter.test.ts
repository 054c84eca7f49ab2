import { expect, test } from "vitest";
import { frontMatterParameters, readFrontMatter } from "./front-matter";

test("each tag and each line is a parameter of its own, without what is empty", () => {
  const written = { tags: " seg, 재활용 ,, ", further: "layout=post\n\n draft=true \n" };
  expect(frontMatterParameters(written)).toEqual([
    ["tag", "seg"],
    ["tag", "재활용"],
    ["front", "layout=post"],
    ["front", "draft=true"],
  ]);
  expect(frontMatterParameters({ tags: "", further: "" })).toEqual([]);
});

test("what was kept is read again, and anything else is nothing", () => {
  const written = { tags: "a, b", further: "categories=[ml, seg]" };
  expect(readFrontMatter(JSON.stringify(written))).toEqual(written);
  for (const kept of [null, "", "{", "[]", "null", '{"tags": 3}']) {
    expect(readFrontMatter(kept)).toEqual({ tags: "", further: "" });
  }
});
