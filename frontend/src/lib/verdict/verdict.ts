/** Which way a change went, and whether that is proven. */
export type Verdict = "better" | "worse" | "unproven" | "same";

type Maybe = number | null | undefined;

const WORDS: Record<string, Verdict> = {
  better: "better",
  worse: "worse",
  improved: "better",
  regressed: "worse",
  unproven: "unproven",
  undecided: "unproven",
  same: "same",
};

/**
 * Judge a change by the server's word, else by its interval; null where neither says anything.
 *
 * An interval that holds nought proves nothing, however large the change.
 */
export function verdictOf(change: {
  difference: Maybe;
  low?: Maybe;
  high?: Maybe;
  verdict?: string;
}): Verdict | null {
  const { difference, low, high, verdict } = change;
  const said = verdict ? WORDS[verdict] : undefined;
  if (said) return said;
  if (!isNumber(difference) || !isNumber(low) || !isNumber(high)) return null;
  if (difference === 0 && low === 0 && high === 0) return "same";
  return low > 0 ? "better" : high < 0 ? "worse" : "unproven";
}

function isNumber(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
