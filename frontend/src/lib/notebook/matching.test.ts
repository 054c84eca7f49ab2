import { expect, test } from "vitest";
import {
  doubledField,
  guessedMatch,
  isExport,
  isMatchable,
  matchedField,
  offeredFields,
  rematched,
  type SheetColumn,
} from "./matching";

const column = (name: string, field: string | null = name): SheetColumn => ({ name, field, examples: [] });

test("heads of a Korean team's sheet are understood", () => {
  const columns = ["실험 제목", "실험 가설", "결과 및 고찰", "진행상태", "GPU"].map((name) => column(name));
  expect(guessedMatch(columns)).toEqual({
    "실험 제목": "title",
    "실험 가설": "hypothesis",
    "결과 및 고찰": "conclusion",
    진행상태: "status",
  });
});

test("what the server knows already is not guessed again", () => {
  const columns = [column("가설", "hypothesis"), column("hypothesis 2"), column("title")];
  expect(guessedMatch(columns)).toEqual({});
});

test("of two columns with like names the first one is the field", () => {
  expect(guessedMatch([column("Result"), column("Result (test)")])).toEqual({ Result: "conclusion" });
});

test("columns that fill themselves are left alone", () => {
  expect(guessedMatch([column("experiment", null)])).toEqual({});
});

test("a field that is chosen for a column is taken from the one that had it", () => {
  const columns = [column("idea", "hypothesis"), column("why we try")];
  const match = rematched(columns, {}, "why we try", "hypothesis");
  expect(columns.map((each) => matchedField(each, match))).toEqual(["idea", "hypothesis"]);
  expect(doubledField(columns, match)).toBeNull();
});

test("a column named as the field is left out where another one is chosen for it", () => {
  const columns = [column("tags"), column("category")];
  const match = rematched(columns, {}, "category", "tags");
  expect(columns.map((each) => matchedField(each, match))).toEqual(["", "tags"]);
});

test("two columns of one field are found", () => {
  const columns = [column("idea", "hypothesis"), column("가설", "hypothesis")];
  expect(doubledField(columns, {})).toEqual(["idea", "가설"]);
  expect(doubledField(columns, { idea: "" })).toBeNull();
});

test("an export is known by its columns, and those that fill themselves are not offered", () => {
  const columns = [
    column("id", null),
    column("revision", null),
    column("title"),
    column("mIoU", null),
    column("비고"),
  ];
  expect(isExport(columns)).toBe(true);
  expect(isExport([column("id"), column("가설")])).toBe(false);
  expect(columns.filter(isMatchable).map(({ name }) => name)).toEqual(["title", "비고"]);
});

test("a column may be any field, or one of its own name", () => {
  expect(offeredFields(column("비고"), {})).toEqual([
    ...["title", "hypothesis", "conclusion", "status", "tags", "parent"],
    "비고",
  ]);
  expect(offeredFields(column("who", null), {})).not.toContain("who");
});
