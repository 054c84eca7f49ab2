/** What the filter box understands: words that all must be there, and `status:`, `tag:`, `who:`, `class:`. */
import { type Row, tagsOf } from "./row";
import { fieldText, type UnsavedText } from "./values";

export const FILTER_FIELDS = ["status", "tag", "who", "class"] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

export interface FilterTerm {
  /** Null for words that may stand anywhere. */
  readonly field: FilterField | null;
  readonly text: string;
  /** A minus before it: rows that have it are left out. */
  readonly negated: boolean;
}

/**
 * Read a filter.
 *
 *     parseFilter('paper status:running -tag:"old idea"')
 *
 * Quotes keep blanks together. A word before a colon that is no field is a plain word, so that `lr:0.01` and
 * addresses can be looked for.
 */
export function parseFilter(text: string): FilterTerm[] {
  const terms: FilterTerm[] = [];
  for (const match of text.matchAll(/(-?)(?:([\p{L}]+):)?(?:"([^"]*)"?|(\S+))/gu)) {
    const [whole, minus, name, quoted, word] = match;
    const field = FILTER_FIELDS.find((known) => known === name?.toLowerCase()) ?? null;
    const said = quoted ?? word ?? "";
    const value = name !== undefined && field === null ? `${name}:${said}` : said;
    // A lone minus is looked for as it is.
    const text = value === "" ? (field === null && quoted === undefined ? whole : "") : value;
    if (text.trim() !== "") terms.push({ field, text: folded(text.trim()), negated: minus === "-" });
  }
  return terms;
}

/** Give the rows that a filter lets through. */
export function filterRows(rows: readonly Row[], text: string, unsaved?: UnsavedText): readonly Row[] {
  const terms = parseFilter(text);
  if (terms.length === 0) return rows;
  return rows.filter((row) => terms.every((term) => matches(row, term, unsaved) !== term.negated));
}

function matches(row: Row, { field, text }: FilterTerm, unsaved?: UnsavedText): boolean {
  switch (field) {
    case "status":
      return folded(fieldText(row, "status", unsaved) || row.status).startsWith(text);
    case "who":
      return folded(row.who).startsWith(text) || row.runs.some((run) => folded(run.user).startsWith(text));
    case "class":
      return row.weakest !== null && folded(row.weakest.name).startsWith(text);
    case "tag":
      return tagsOf(fieldText(row, "tags", unsaved)).some((tag) => folded(tag).startsWith(text));
    default:
      return searched(row).includes(text) || waiting(row, text, unsaved);
  }
}

const kept = new WeakMap<Row, string>();

/** All that is said in a row, folded; a row never changes, so it is put together once. */
function searched(row: Row): string {
  const known = kept.get(row);
  if (known !== undefined) return known;
  const parts = [
    `#${row.number}`,
    row.title,
    row.who,
    row.status,
    ...row.changed,
    ...Object.values(row.cells).map((cell) => cell.text),
    ...row.runs.flatMap((run) => [run.name, run.id]),
    row.weakest?.name ?? "",
  ];
  const said = folded(parts.join("\n"));
  kept.set(row, said);
  return said;
}

function waiting(row: Row, text: string, unsaved?: UnsavedText): boolean {
  if (unsaved === undefined) return false;
  const fields = ["title", "hypothesis", "conclusion", "tags", "status", ...Object.keys(row.cells)];
  return fields.some((field) => folded(unsaved(row.number, field) ?? "").includes(text));
}

/** Capitals do not count, nor how Hangul is put together: some systems write syllables, others letters. */
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** Add a term to a filter, or take it away where it stands already: what a click on a tag does. */
export function toggledTerm(text: string, field: FilterField, value: string): string {
  const written = `${field}:${/\s/.test(value) ? `"${value}"` : value}`;
  const padded = ` ${text.trim()} `;
  if (padded.includes(` ${written} `)) return padded.replace(` ${written} `, " ").trim();
  return `${text.trim()} ${written}`.trim();
}
