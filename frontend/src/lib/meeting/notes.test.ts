import { describe, expect, test } from "vitest";
import { caretAfter, carriedOver, fieldOf, isChanged, received, saved, typed } from "./notes";

const cell = (version: number, text: string, author = "Lee") => ({ version, text, author });

describe("others' words", () => {
  test("appear where nobody writes", () => {
    const field = received(fieldOf(cell(1, "- Paper")), cell(2, "- Paper\n- Glass"));
    expect(field).toEqual({ text: "- Paper\n- Glass", base: 2, baseText: "- Paper\n- Glass" });
  });

  test("disturb nobody who writes: these stand on what they had before the eyes", () => {
    const writing = typed(fieldOf(cell(1, "- Paper")), "- Paper is better");
    expect(received(writing, cell(2, "- Paper\n- Glass"))).toBe(writing);
    expect(writing.base).toBe(1);
  });

  test("of an answer that comes late are not taken for news", () => {
    const field = fieldOf(cell(3, "new"));
    expect(received(field, cell(2, "old"))).toBe(field);
  });
});

describe("what was saved", () => {
  test("is what the field stands on, with others' words in it", () => {
    const field = typed(fieldOf(cell(1, "a")), "a\nmine");
    const after = saved(field, "a\nmine", cell(3, "a\ntheirs\nmine"));
    expect(after).toEqual(fieldOf(cell(3, "a\ntheirs\nmine")));
    expect(isChanged(after)).toBe(false);
  });

  test("has others' words at its end as well", () => {
    const field = typed(fieldOf(cell(1, "a")), "a\nmine\n");
    expect(saved(field, "a\nmine", cell(3, "a\nmine\ntheirs")).text).toBe("a\nmine\ntheirs");
    expect(saved(typed(field, "a\nmine"), "a\nmine", cell(3, "a\nmine\ntheirs")).base).toBe(3);
  });

  test("leaves what was typed meanwhile, now upon the newest version", () => {
    const field = typed(fieldOf(cell(1, "a")), "a\nmine and more");
    expect(saved(field, "a\nmine", cell(2, "a\nmine"))).toEqual({
      text: "a\nmine and more",
      base: 2,
      baseText: "a\nmine",
    });
  });

  test("joined to others' words carries over what was typed meanwhile", () => {
    const field = typed(fieldOf(cell(1, "head\n\nfoot")), "head\n\nfoot\nmine, more");
    const after = saved(field, "head\n\nfoot\nmine", cell(3, "head\ntheirs\n\nfoot\nmine"));
    expect(after).toMatchObject({ text: "head\ntheirs\n\nfoot\nmine, more", base: 3 });
  });

  test("at the same place as others' words stays on the old version for the server to join", () => {
    const field = typed(fieldOf(cell(1, "a")), "a mine!");
    expect(saved(field, "a mine", cell(3, "a mine, theirs"))).toBe(field);
  });

  test("blanks at the end are no change, and stay for who has just typed them", () => {
    const field = typed(fieldOf(cell(1, "")), "a\n");
    const after = saved(field, "a", cell(2, "a"));
    expect(after).toEqual({ text: "a\n", base: 2, baseText: "a" });
    expect(isChanged(after)).toBe(false);
    expect(received(after, cell(3, "theirs\na")).text).toBe("theirs\na\n");
  });
});

test("one change is made in another text, before or behind its own change", () => {
  expect(carriedOver("one two three", "one two THREE", "ONE two three")).toBe("ONE two THREE");
  expect(carriedOver("one two three", "ONE two three", "one two THREE")).toBe("ONE two THREE");
  expect(carriedOver("one", "one", "once")).toBe("once");
  expect(carriedOver("one two", "one 2", "one zwei")).toBeNull();
});

test("the caret stays beside the same words", () => {
  expect(caretAfter("ab", "Xab", 2)).toBe(3);
  expect(caretAfter("ab", "abX", 1)).toBe(1);
  expect(caretAfter("a long word", "a word", 4)).toBe(2);
  expect(caretAfter("same", "same", 3)).toBe(3);
});
