import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Score, ScoreChange } from "./Score";

const read = (element: React.ReactElement) => render(element).container.textContent ?? "";

test("a score that is not defined says so", () => {
  expect(read(<Score value={null} />)).toMatch(/–.*not defined/);
});

test("an interval is read as one", () => {
  expect(read(<Score value={0.5} low={0.468} high={0.533} />)).toMatch("95 % interval .468 to .533");
});

test.each([
  [{ difference: 0.02, low: 0.01, high: 0.03 }, "▲", "better"],
  [{ difference: -0.02, low: -0.03, high: -0.01 }, "▼", "worse"],
  [{ difference: 0.02, low: -0.01, high: 0.05 }, "~", "not proven"],
] as const)("%j is told by sign and word, not by colour alone", (change, arrow, word) => {
  const text = read(<ScoreChange {...change} />);
  expect(text).toContain(arrow);
  expect(text).toContain(word);
});

test("a change without an interval and without a verdict claims nothing", () => {
  expect(read(<ScoreChange difference={0.02} />)).toBe("+.020");
});

test("what comes from few pictures carries a mark with words", () => {
  expect(read(<Score value={0.5} unsafe />)).toMatch(/\?.*too few pictures/);
});
