import { expect, test } from "vitest";
import { chooseLanguage } from "./language";

test.each([
  [["ko-KR", "en-US"], "ko"],
  [["fr-FR", "ko"], "ko"],
  [["EN-gb", "ko"], "en"],
  [["kok-IN"], "en"],
  [[], "en"],
])("%j reads %s", (wanted, expected) => {
  expect(chooseLanguage(wanted)).toBe(expected);
});
