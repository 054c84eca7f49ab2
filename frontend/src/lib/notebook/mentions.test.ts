import { expect, test } from "vitest";
import { askedMention, insertMention, type Mention, suggestMentions } from "./mentions";

test.each([
  ["@", 1, { start: 0, query: "" }],
  ["see @pap", 8, { start: 4, query: "pap" }],
  ["see @Paper pa", 13, { start: 4, query: "Paper pa" }],
  ["(@종이", 4, { start: 1, query: "종이" }],
  ["see @paper and", 6, { start: 4, query: "p" }],
  ["mail@host", 9, null],
  ["see @paper is bad", 17, null],
  ["@ x", 3, null],
  ["@a\nb", 4, null],
  ["nothing", 7, null],
])("in %j at %i", (text, caret, asked) => {
  expect(askedMention(text, caret)).toEqual(asked);
});

const all: Mention[] = [
  { kind: "run", label: "wide crop", address: "/runs/a1", also: "a1" },
  { kind: "class", label: "Paper", address: "/classes/Paper" },
  { kind: "class", label: "Paper pack", address: "/classes/Paper%20pack" },
  { kind: "picture", label: "0001TP_0062", address: "/runs/a1/pictures/0001TP_0062" },
  { kind: "class", label: "General paper", address: "/classes/General%20paper" },
];
const labels = (query: string) => suggestMentions(all, query).map(({ label }) => label);

test("names that begin with what was typed come first", () => {
  expect(labels("paper")).toEqual(["Paper", "Paper pack", "General paper"]);
});

test("a run is found by its id, and no query means anything", () => {
  expect(labels("A1")).toEqual(["wide crop"]);
  expect(labels("")).toHaveLength(5);
  expect(suggestMentions(all, "", 2)).toHaveLength(2);
});

test("a mention is written as a link over what was typed", () => {
  const [pack] = suggestMentions(all, "Paper p");
  const text = "is @Paper p really worse?";
  const asked = askedMention(text, 11);
  if (!asked || !pack) throw new Error("nothing asked");
  expect(insertMention(text, asked, pack)).toEqual({
    text: "is [Paper pack](/classes/Paper%20pack) really worse?",
    caret: 39,
  });
});

test("names that look like markup stay names", () => {
  const odd = { kind: "picture", label: "a_[1]*.png", address: "/runs/a1/pictures/a_(1).png" } as const;
  expect(insertMention("@a", { start: 0, query: "a" }, odd).text).toBe(
    "[a\\_\\[1\\]\\*.png](/runs/a1/pictures/a_%281%29.png) ",
  );
});
