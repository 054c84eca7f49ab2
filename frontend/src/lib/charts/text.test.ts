import { expect, test } from "vitest";
import { fitText, textWidth } from "./text";

test("what fits stays as it is, what does not is cut with an ellipsis", () => {
  expect(fitText("Paper", 100)).toBe("Paper");
  const cut = fitText("General trash and more", 80);
  expect(cut.endsWith("…")).toBe(true);
  expect(textWidth(cut)).toBeLessThanOrEqual(80);
});

test("Korean needs twice the room, and no letter is cut in half", () => {
  expect(textWidth("플라스틱")).toBeGreaterThan(textWidth("abcd"));
  expect(fitText("플라스틱 용기", 40)).toBe("플라…");
  expect(fitText("🙂🙂🙂🙂", 30)).toBe("🙂…");
});

test("something is always left", () => {
  expect(fitText("Paper", 0)).toBe("P…");
});
