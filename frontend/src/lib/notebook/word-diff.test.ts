import { expect, test } from "vitest";
import { type DiffPart, wordDiff } from "./word-diff";

const drawn = (parts: readonly DiffPart[]) =>
  parts
    .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `{+${text}+}` : `[-${text}-]`))
    .join("");

test.each([
  ["", "", ""],
  ["lower rate", "lower rate", "lower rate"],
  ["", "new", "{+new+}"],
  ["old", "", "[-old-]"],
  ["lower rate helps", "lower rate hurts", "lower rate [-helps-]{+hurts+}"],
  ["a c", "a b c", "a {+b +}c"],
  ["one two three", "one three", "one [-two -]three"],
  ["종이 클래스가 약하다", "종이 클래스가 강하다", "종이 클래스가 [-약하다-]{+강하다+}"],
  ["lr 0.001", "lr 0.0005", "lr 0.[-001-]{+0005+}"],
  ["first\nsecond", "first\nthird", "first\n[-second-]{+third+}"],
])("from %j to %j", (before, after, expected) => {
  expect(drawn(wordDiff(before, after))).toBe(expected);
});

test("both texts can be read out of what they differ in", () => {
  const words = ["paper", "pack", "glass", "\n", "is", "worse", ","];
  for (let seed = 1; seed < 60; seed += 1) {
    const text = (shift: number) =>
      Array.from(
        { length: 3 + (seed % 9) },
        (_nothing, place) => words[(seed * (place + shift) ** 2) % words.length],
      ).join(" ");
    const parts = wordDiff(text(1), text(2));
    const side = (left: DiffPart["kind"]) =>
      parts
        .filter(({ kind }) => kind !== left)
        .map((part) => part.text)
        .join("");
    expect([side("added"), side("removed")]).toEqual([text(1), text(2)]);
  }
});

test("two long texts are compared, and in time", () => {
  const long = Array.from({ length: 20_000 }, (_nothing, place) => `word${place % 97}\n`).join("");
  const parts = wordDiff(long, `${long.slice(0, 5000)}X${long.slice(5000)}`);
  expect(
    parts
      .filter((part) => part.kind !== "removed")
      .map((part) => part.text)
      .join(""),
  ).toContain("X");
});
