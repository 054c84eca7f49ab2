import { expect, test } from "vitest";
import { isPlainMarkdown } from "./markdown";

test.each([
  "",
  "lower rate",
  "종이 클래스가 약하다.",
  "0.5 → 0.6, then more",
  "a - b",
  "#3 was better",
  "1.5 times",
  "two\nlines",
])("%j is plain", (text) => expect(isPlainMarkdown(text)).toBe(true));

test.each([
  "**bold**",
  "- one\n- two",
  "1. first",
  "see [x](/runs/a)",
  "https://a.b",
  "# Head",
  "`lr`",
  "a | b",
  "<b>",
  "x\n\n    code",
  "a@b.c",
])("%j is not", (text) => expect(isPlainMarkdown(text)).toBe(false));
