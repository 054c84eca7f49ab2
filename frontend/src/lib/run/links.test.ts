import { expect, test } from "vitest";
import { readFilter } from "@/lib/picture/list";
import { classLink, listedPicture, picturesLink } from "./links";

const query = (link: string) => new URL(link, "http://host").searchParams;

test("a confusion leads to the pictures in which it happens, at the validation that counted it", () => {
  const link = picturesLink("r1", 8, { classIndex: 3, taken: 2 });
  expect(new URL(link, "http://host").pathname).toBe("/runs/r1/pictures");
  expect(query(link).get("validation")).toBe("8");
  expect(readFilter(query(link))).toMatchObject({ classIndex: 3, taken: 2, kind: null, order: "lost" });
});

test("pictures that are taken for no class are found, too", () => {
  expect(readFilter(query(picturesLink("r1", 1, { classIndex: 0, taken: -1 }))).taken).toBe(-1);
});

test("a picture of a list knows its list and place, and looks at the error of its classes alone", () => {
  const link = listedPicture("r1", 8, "한글/a b.png", { classIndex: 3, kind: "segment" }, 4, [1, 2, 30, 40]);
  expect(decodeURIComponent(new URL(link, "http://host").pathname)).toBe("/runs/r1/pictures/한글/a b.png");
  expect(query(link).get("only")).toBe("3");
  expect(query(link).get("box")).toBe("1,2,30,40");
  expect(query(link).get("place")).toBe("4");
  expect(readFilter(new URLSearchParams(query(link).get("list") ?? ""))).toMatchObject({ kind: "segment" });
});

test("a class keeps the validation, and says nothing of the best", () => {
  expect(classLink("r1", "Paper pack", 3)).toBe("/runs/r1/classes/Paper%20pack?validation=3");
  expect(classLink("r1", "a/b", null)).toBe("/runs/r1/classes/a%2Fb");
});
