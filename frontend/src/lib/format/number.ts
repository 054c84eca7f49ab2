/** Numbers as people of the field write them. */

/** U+2212: as wide as a plus, and read as minus. */
export const MINUS = "\u2212";
/** What stands for a number that is not defined. */
export const NOT_DEFINED = "–";

type Maybe = number | null | undefined;

/**
 * A score from 0 to 1 by three digits and no leading nought: `.524`, as tables of segmentation have it.
 * Not defined: `–`.
 */
export function score(value: Maybe, digits = 3): string {
  if (!isNumber(value)) return NOT_DEFINED;
  const written = Math.abs(value).toFixed(digits);
  return sign(value, written) + written.replace(/^0\./, ".");
}

/** A change of a score with its sign: `+.012`, `−.003`, `±.000` where nothing is left of it by rounding. */
export function scoreChange(value: Maybe, digits = 3): string {
  if (!isNumber(value)) return NOT_DEFINED;
  const written = Math.abs(value).toFixed(digits);
  const signed = Number(written) === 0 ? "±" : value > 0 ? "+" : MINUS;
  return signed + written.replace(/^0\./, ".");
}

/** A share from 0 to 1 as per cent: `52%`, `0.3%`; what is there but small is `<0.1%`. */
export function percent(value: Maybe, digits?: number): string {
  if (!isNumber(value)) return NOT_DEFINED;
  const shown = Math.abs(value * 100);
  if (shown > 0 && shown < 0.1 && digits === undefined) return `${value < 0 ? MINUS : ""}<0.1%`;
  const written = shown.toFixed(digits ?? (shown > 0 && shown < 1 ? 1 : 0));
  return `${sign(value, written)}${written}%`;
}

/** An interval: `.468–.533`. */
export function interval(low: Maybe, high: Maybe, digits = 3): string {
  return `${score(low, digits)}–${score(high, digits)}`;
}

/** A count with the language's separators: `12,345`. */
export function count(value: Maybe, language: string): string {
  return isNumber(value) ? formatter(language).format(value) : NOT_DEFINED;
}

/** A number of any size in little room: four digits, `1.2e−5` where it is tiny. For losses and rates. */
export function compact(value: Maybe): string {
  if (!isNumber(value)) return NOT_DEFINED;
  const size = Math.abs(value);
  const tiny = size !== 0 && (size < 1e-3 || size >= 1e6);
  const written = tiny ? size.toExponential(1) : String(Number(size.toPrecision(4)));
  return sign(value, written) + written.replace("e-", `e${MINUS}`).replace("e+", "e");
}

/** Bytes: `1.5 GB`. */
export function bytes(value: Maybe): string {
  if (!isNumber(value)) return NOT_DEFINED;
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = value;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 9.95 ? size.toFixed(0) : size.toFixed(1)} ${units[unit]}`;
}

function sign(value: number, written: string): string {
  return value < 0 && Number(written) !== 0 ? MINUS : "";
}

function isNumber(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(language: string): Intl.NumberFormat {
  let found = formatters.get(language);
  if (!found) {
    found = new Intl.NumberFormat(language);
    formatters.set(language, found);
  }
  return found;
}
