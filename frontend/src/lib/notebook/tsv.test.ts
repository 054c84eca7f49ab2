import { expect, test } from "vitest";
import { parseTsv, writeTsv } from "./tsv";

// The blocks are written by hand as the three programs put them on the clipboard.
test.each([
  ["one cell", "a", [["a"]]],
  ["nothing", "", [[""]]],
  [
    "Excel: rows end with CRLF, the last one too",
    "a\tb\r\nc\td\r\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  [
    "Sheets: rows are parted by LF",
    "a\tb\nc\td",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  [
    "a line break within quotes",
    'a\t"b\nc"\r\nd\te',
    [
      ["a", "b\nc"],
      ["d", "e"],
    ],
  ],
  ["CRLF within quotes is one line break", '"b\r\nc"\tz', [["b\nc", "z"]]],
  ["a tab within quotes", '"a\tb"\tc', [["a\tb", "c"]]],
  ["doubled quotes", '"say ""hi""\nnow"\tx', [['say "hi"\nnow', "x"]]],
  ["a cell of one quote, quoted", '""""\tx', [['"', "x"]]],
  ["an empty quoted cell", '""\tx', [["", "x"]]],
  ["quotes within an unquoted cell are signs", 'say "hi"\tx', [['say "hi"', "x"]]],
  ["a quote that is never closed is a sign", '"a\tb', [['"a', "b"]]],
  ["a quoted beginning with more behind it is a sign", '"a" b\tc', [['"a" b', "c"]]],
  [
    "empty cells at a row's end",
    "a\t\t\nb\tc\td",
    [
      ["a", "", ""],
      ["b", "c", "d"],
    ],
  ],
  [
    "rows of unlike lengths are filled",
    "a\nb\tc",
    [
      ["a", ""],
      ["b", "c"],
    ],
  ],
  ["an empty row in the middle", "a\n\nb", [["a"], [""], ["b"]]],
  ["an empty last cell is there", "a\t", [["a", ""]]],
  ["old Mac line breaks", "a\rb", [["a"], ["b"]]],
  ["Hangul", "가설\t결론", [["가설", "결론"]]],
])("reads %s", (_what, text, cells) => {
  expect(parseTsv(text)).toEqual(cells);
});

test("writes what needs quotes with quotes, and nothing else", () => {
  expect(
    writeTsv([
      ["a", "b\nc"],
      ['say "hi"', '"x"'],
      ["t\tab", ""],
    ]),
  ).toBe('a\t"b\nc"\r\nsay "hi"\t"""x"""\r\n"t\tab"\t');
});

test("what was written is read as it was", () => {
  const signs = ['"', "\t", "\n", "a", "가", " ", "'", "=1+1", '""', "\n\n"];
  const cells = signs.flatMap((one) => signs.map((other) => [one + other, other + one, `x${one}`, "end"]));
  expect(parseTsv(writeTsv(cells))).toEqual(cells);
});
