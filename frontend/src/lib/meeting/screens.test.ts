import { expect, test } from "vitest";
import { type MeetingParts, screenAt, screenName, screensOf } from "./screens";

const QUIET: MeetingParts = {
  finished: [],
  moved: [],
  classes: [],
  unfinished: [],
  pictures: [],
  questions: [],
  concluded: [],
  comments: [],
};

const names = (meeting: MeetingParts) => screensOf(meeting).map(screenName);

test("a quiet day is its summary and its notes", () => {
  expect(names(QUIET)).toEqual(["summary", "notes"]);
});

test("sections come in the order in which one talks, each picture by itself", () => {
  const busy = {
    ...QUIET,
    finished: [1],
    moved: [1],
    classes: [1],
    pictures: [1, 2],
    unfinished: [1],
    comments: [1],
  };
  expect(names({ ...busy, questions: [1] })).toEqual([
    "summary",
    "finished",
    "moved",
    "picture-1",
    "picture-2",
    "unfinished",
    "questions",
    "said",
    "notes",
  ]);
});

test("a link to a screen that is gone opens the first", () => {
  const screens = screensOf({ ...QUIET, pictures: [1] });
  expect(screenAt(screens, "picture-1")).toBe(1);
  expect(screenAt(screens, "picture-9")).toBe(0);
  expect(screenAt(screens, "")).toBe(0);
});
