/** Times as people say them. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Moment = string | number | Date;

const STEPS: readonly (readonly [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [MINUTE, SECOND, "second"],
  [HOUR, MINUTE, "minute"],
  [DAY, HOUR, "hour"],
  [7 * DAY, DAY, "day"],
];

/** How long ago something was: `5 minutes ago`, `어제`; from a week on, the date. */
export function relativeTime(moment: Moment, language: string, now: Moment = Date.now()): string {
  const passed = new Date(moment).getTime() - new Date(now).getTime();
  if (Math.abs(passed) < 45 * SECOND) {
    return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "second");
  }
  for (const [limit, size, unit] of STEPS) {
    if (Math.abs(passed) < limit) {
      const many = Math.round(passed / size);
      return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(many, unit);
    }
  }
  return date(moment, language, now);
}

/** A day: `Nov 30`, `11월 30일`; with the year where it is another one. */
export function date(moment: Moment, language: string, now: Moment = Date.now()): string {
  const day = new Date(moment);
  const sameYear = day.getFullYear() === new Date(now).getFullYear();
  return formatter(language, {
    month: "short",
    day: "numeric",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(day);
}

/** A day and a time to the minute. */
export function dateTime(moment: Moment, language: string): string {
  return formatter(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** To make one takes a good part of a millisecond, and a sheet shows two for each row. */
function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(language, options);
    formatters.set(key, found);
  }
  return found;
}

/** How long something took, its two largest units: `1 h 12 min`, `3분 5초`. */
export function duration(seconds: number, language: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), "day"],
    [Math.floor(whole / 3600) % 24, "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole % 60, "second"],
  ];
  const first = Math.max(
    0,
    parts.findIndex(([many]) => many > 0),
  );
  const start = whole === 0 ? 3 : first;
  return parts
    .slice(start, start + 2)
    .filter(([many], index) => many > 0 || index === 0)
    .map(([many, unit]) =>
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(many),
    )
    .join(" ");
}
