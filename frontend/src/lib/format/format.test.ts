import { describe, expect, test } from "vitest";
import { bytes, compact, count, interval, percent, score, scoreChange } from "./number";
import { date, duration, relativeTime } from "./time";

test.each([
  [0.5239, ".524"],
  [1, "1.000"],
  [0, ".000"],
  [-0.0001, ".000"],
  [-0.25, "−.250"],
  [null, "–"],
  [undefined, "–"],
  [Number.NaN, "–"],
])("the score %f is %s", (value, expected) => {
  expect(score(value)).toBe(expected);
});

test.each([
  [0.0124, "+.012"],
  [-0.0031, "−.003"],
  [0.0004, "±.000"],
  [-0.0004, "±.000"],
  [0, "±.000"],
  [-1, "−1.000"],
  [null, "–"],
])("the change %f is %s", (value, expected) => {
  expect(scoreChange(value)).toBe(expected);
});

test.each([
  [0.524, "52%"],
  [0.003, "0.3%"],
  [0.0002, "<0.1%"],
  [0, "0%"],
  [1, "100%"],
  [-0.12, "−12%"],
  [null, "–"],
])("the share %f is %s", (value, expected) => {
  expect(percent(value)).toBe(expected);
});

test("an interval has both ends, or says that there is none", () => {
  expect(interval(0.468, 0.533)).toBe(".468–.533");
  expect(interval(null, null)).toBe("–––");
});

test.each([
  [0.00042, "4.2e−4"],
  [1234567, "1.2e6"],
  [0.123456, "0.1235"],
  [-3, "−3"],
  [0, "0"],
])("the value %f is %s in little room", (value, expected) => {
  expect(compact(value)).toBe(expected);
});

test.each([
  [999, "999 B"],
  [1500, "1.5 kB"],
  [999_600, "1.0 MB"],
  [12_345_678, "12 MB"],
])("%i bytes are %s", (value, expected) => {
  expect(bytes(value)).toBe(expected);
});

test("counts have the language's separators", () => {
  expect(count(12345, "ko")).toBe("12,345");
});

describe("times", () => {
  const now = new Date(2026, 10, 30, 12, 0, 0);
  const ago = (ms: number) => new Date(now.getTime() - ms);

  test.each([
    [5_000, "now", "지금"],
    [5 * 60_000, "5 minutes ago", "5분 전"],
    [3 * 3_600_000, "3 hours ago", "3시간 전"],
    [26 * 3_600_000, "yesterday", "어제"],
    [20 * 86_400_000, "Nov 10", "11월 10일"],
  ])("%i ms ago", (passed, en, ko) => {
    expect(relativeTime(ago(passed), "en", now)).toBe(en);
    expect(relativeTime(ago(passed), "ko", now)).toBe(ko);
  });

  test("a day of another year says which", () => {
    expect(date(new Date(2025, 0, 2), "en", now)).toBe("Jan 2, 2025");
  });

  test.each([
    [0, "0 sec", "0초"],
    [59.6, "1 min", "1분"],
    [185, "3 min 5 sec", "3분 5초"],
    [4320, "1 hr 12 min", "1시간 12분"],
    [7200, "2 hr", "2시간"],
    [90_000, "1 day 1 hr", "1일 1시간"],
  ])("%f s take %s", (seconds, en, ko) => {
    expect(duration(seconds, "en")).toBe(en);
    expect(duration(seconds, "ko")).toBe(ko);
  });
});
