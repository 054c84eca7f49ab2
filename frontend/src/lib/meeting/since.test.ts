import { expect, test } from "vitest";
import { dayOf, readDay, readSince, sinceOf, spanOf } from "./since";

const NOW = new Date(2026, 10, 30, 9, 30);

test("spans begin at midnight, so many days ago", () => {
  expect(sinceOf("yesterday", NOW)).toBe(new Date(2026, 10, 29).toISOString());
  expect(sinceOf("month", NOW)).toBe(new Date(2026, 9, 31).toISOString());
  expect(sinceOf("meeting", NOW)).toBe("");
});

test("a moment in an address is told by the name that it has today", () => {
  expect(spanOf("", NOW)).toBe("meeting");
  expect(spanOf(sinceOf("three", NOW), NOW)).toBe("three");
  const tomorrow = new Date(2026, 11, 1, 9);
  expect(spanOf(sinceOf("three", NOW), tomorrow)).toBe("date");
});

test("a date field reads and writes days of this zone", () => {
  const since = readDay("2026-11-02", NOW);
  expect(since).toBe(new Date(2026, 10, 2).toISOString());
  expect(dayOf(since ?? "")).toBe("2026-11-02");
  expect(dayOf("yesterday")).toBe("");
});

test("what is half typed, or to come, is no beginning", () => {
  for (const day of ["", "2026-11", "0002-11-01", "2026-12-24"]) expect(readDay(day, NOW)).toBeNull();
  expect(readSince("2026-12-24T00:00:00Z", NOW)).toBe("");
  expect(readSince("drop table", NOW)).toBe("");
  expect(readSince("2026-11-02T08:00:00+09:00", NOW)).toBe("2026-11-01T23:00:00.000Z");
});
