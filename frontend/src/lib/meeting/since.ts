/** Since when a meeting looks back. Addresses hold moments, so that a link means the same tomorrow. */

export const SPANS = ["meeting", "yesterday", "three", "week", "month", "date"] as const;
export type Span = (typeof SPANS)[number];

const DAYS: Partial<Record<Span, number>> = { yesterday: 1, three: 3, week: 7, month: 30 };

/** The moment at which a span begins: midnight, so many days ago; empty for "since the last meeting". */
export function sinceOf(span: Span, now: Date): string {
  const days = DAYS[span];
  return days === undefined ? "" : midnight(now, days).toISOString();
}

/** Tell which span a moment is, as seen from now; `date` where it is none of them. */
export function spanOf(since: string, now: Date): Span {
  if (!since) return "meeting";
  return SPANS.find((span) => sinceOf(span, now) === since) ?? "date";
}

/** What a date field says of a moment, in this browser's zone: `2026-11-29`; empty for what is no moment. */
export function dayOf(since: string): string {
  const moment = new Date(since);
  if (!since || Number.isNaN(moment.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(moment.getFullYear()).padStart(4, "0")}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The moment at which a day of a date field begins; null for half-typed ones and for days to come. */
export function readDay(day: string, now: Date): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return null;
  const moment = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return Number(found[1]) >= 1970 && moment.getTime() < now.getTime() ? moment.toISOString() : null;
}

/** Take only what the server takes: a moment that is past. */
export function readSince(said: string, now: Date): string {
  const moment = new Date(said);
  const isPast = said !== "" && moment.getTime() < now.getTime() && moment.getFullYear() >= 1970;
  return isPast ? moment.toISOString() : "";
}

function midnight(now: Date, daysAgo: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
}
