import { expect, test } from "vitest";
import { allColumns } from "./columns";
import { makeRow } from "./fixtures";
import { estimatedLines, LINE, MOST_LINES, rowHeight, rowLines } from "./heights";

test("a text takes more lines the longer, the wider its signs, and the narrower its cell", () => {
  expect(estimatedLines("", 200)).toBe(1);
  expect(estimatedLines("short", 200)).toBe(1);
  expect(estimatedLines("a\n\nb", 200)).toBe(3);
  expect(estimatedLines("x".repeat(100), 200)).toBeGreaterThan(estimatedLines("x".repeat(100), 400));
  expect(estimatedLines("가".repeat(60), 200)).toBeGreaterThan(estimatedLines("x".repeat(60), 200));
});

test("a row is as high as its highest cell, up to the limit", () => {
  const row = makeRow(1, { cells: { hypothesis: "a\nb\nc", conclusion: Array(30).fill("x").join("\n") } });
  const columns = allColumns([]);
  const lines = rowLines(row, columns, ({ width }) => width);
  expect(lines).toBe(30);
  expect(rowHeight(lines, true) - rowHeight(lines, false)).toBe((30 - MOST_LINES) * LINE);
  expect(
    rowLines(
      row,
      columns.filter(({ key }) => key !== "conclusion"),
      ({ width }) => width,
    ),
  ).toBe(3);
});
