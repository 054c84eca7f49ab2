/** Scores in points of 100, as verdicts, reports and the terminal say them. */
import { MINUS, NOT_DEFINED } from "./number";

type Maybe = number | null | undefined;

/** A score from 0 to 1 as points: `64.5`. Not defined: `–`. */
export function points(value: Maybe, digits = 1): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return NOT_DEFINED;
  const written = Math.abs(value * 100).toFixed(digits);
  return value < 0 && Number(written) !== 0 ? MINUS + written : written;
}

/** A change with its sign: `+3.2`, `−0.4`, `±0.0` where nothing is left of it by rounding. */
export function pointChange(value: Maybe, digits = 1): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return NOT_DEFINED;
  const written = Math.abs(value * 100).toFixed(digits);
  if (Number(written) === 0) return `±${written}`;
  return (value < 0 ? MINUS : "+") + written;
}

/** An interval: `1.1 … 5.4`; empty where there is none. */
export function pointInterval(low: Maybe, high: Maybe, digits = 1): string {
  const isThere = [low, high].every((end) => typeof end === "number" && Number.isFinite(end));
  return isThere ? `${points(low, digits)} … ${points(high, digits)}` : "";
}
