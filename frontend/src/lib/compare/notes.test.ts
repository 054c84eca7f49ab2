import { expect, test } from "vitest";
import { readNote } from "./notes";

test("notes of most comparisons are known by what the server says", () => {
  const groups =
    "The images come from 4 groups, and were drawn as if each stood for itself: the verdict holds for these " +
    "scenes, and says little about others.";
  expect(readNote(groups)).toEqual({ kind: "groups", groups: 4 });
  expect(readNote(groups.replace("4 groups", "1 group"))).toEqual({ kind: "groups", groups: 1 });
  const single =
    "Single runs: the noise between seeds is not included, so the same recipe with another seed may give " +
    "another difference.";
  expect(readNote(single)).toEqual({ kind: "single" });
  const noise = "The noise between trainings is part of intervals and p values: 3 and 3 runs.";
  expect(readNote(noise)).toEqual({ kind: "noise" });
});

test("any other note is left to the server's words", () => {
  expect(readNote("Ground truth of both sides was compared pixel by pixel.")).toBeNull();
});
