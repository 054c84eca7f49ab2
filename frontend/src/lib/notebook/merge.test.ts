import { expect, test } from "vitest";
import { chosen, openMerge, rewritten } from "./merge";

const collision = {
  theirs: "lower rate and EMA",
  mine: "lower rate, longer",
  joined: "lower rate and EMA\nlower rate, longer",
};

test("an offer begins with everybody's words", () => {
  const view = openMerge(collision);
  expect(view.text).toBe(collision.joined);
  expect(view.choice).toBe("joined");
});

test("the difference tells what is theirs and what is mine", () => {
  const of = (kind: string) =>
    openMerge(collision)
      .difference.filter((part) => part.kind === kind)
      .map((part) => part.text)
      .join("");
  expect(of("removed")).toContain("EMA");
  expect(of("added")).toContain("longer");
});

test("a choice fills the text, and rewriting makes it one's own", () => {
  const theirs = chosen(openMerge(collision), collision, "theirs");
  expect(theirs.text).toBe(collision.theirs);
  const own = rewritten(theirs, collision, "lower rate and EMA, longer");
  expect(own.choice).toBe("own");
  expect(rewritten(own, collision, collision.mine).choice).toBe("mine");
});
