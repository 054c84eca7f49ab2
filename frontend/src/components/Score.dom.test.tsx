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
  ["better", "▲", "better"],
  ["worse", "▼", "worse"],
  ["cannot tell", "~", "cannot tell"],
  ["too few", "?", "too few pictures"],
] as const)("the verdict %s is told by sign and word, not by colour alone", (verdict, sign, words) => {
  const text = read(<ScoreChange difference={0.02} verdict={verdict} />);
  expect(text).toContain(sign);
  expect(text).toContain(words);
});

test("a change without a verdict claims nothing, whatever its interval", () => {
  expect(read(<ScoreChange difference={0.02} low={0.01} high={0.03} />)).not.toMatch(/better|▲/);
});

test("what comes from few pictures carries a mark with words", () => {
  expect(read(<Score value={0.5} unsafe />)).toMatch(/\?.*too few pictures/);
});
