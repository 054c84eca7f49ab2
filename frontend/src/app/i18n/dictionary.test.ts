import { expect, test } from "vitest";
import { josa, plural } from "./dictionary";
import { en } from "./en";
import { ko } from "./ko";

type Texts = { [key: string]: string | ((...values: never[]) => string) | Texts };

function* leaves(texts: Texts, path = ""): Generator<[string, string | ((...values: never[]) => string)]> {
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "object") yield* leaves(value, `${path}${key}.`);
    else yield [path + key, value];
  }
}

/** What Korean engineers write in Latin letters, too. */
const NAMES = /segscope|English|[mb]?IoU|Markdown|Enter|Ctrl|Shift|HTML|XLSX|YAML|JSON/g;

const isEnglish = (text: string) => /[a-z]{4}/i.test(text.replace(NAMES, ""));

test("every Korean text is Korean, but for names and signs", () => {
  const english = new Map(leaves(en as unknown as Texts));
  const same = [...leaves(ko as unknown as Texts)]
    .filter(([key, text]) => typeof text === "string" && text === english.get(key) && isEnglish(text))
    .map(([key]) => key);
  expect(same).toEqual([]);
});

test("one is singular and all else plural, nought as well", () => {
  expect([0, 1, 2, 21].map((n) => plural(n, "run", "runs"))).toEqual(["runs", "run", "runs", "runs"]);
});

test.each([
  ["가설", "가설을"],
  ["메모", "메모를"],
  ["3", "3을"],
  ["2", "2를"],
  ["Paper", "Paper을(를)"],
])("the particle of %s fits its sound", (word, expected) => {
  expect(josa(word, "을", "를")).toBe(expected);
});
