/** What may be meant while a status, a tag or a parent is written. */
import { type Row, tagsOf } from "./row";

/** The states that teams use; what rows say already comes first. */
const USUAL_STATES = ["idea", "plan", "running", "finished", "adopted", "rejected"] as const;

/** States to offer: the usual ones, then those that rows have by themselves. */
export function suggestedStates(rows: readonly Row[]): string[] {
  return [...new Set([...USUAL_STATES, ...byCount(rows.map((row) => row.status))])].slice(0, 24);
}

/** Tags to offer while the last one of a text is written: the most used first. */
export function suggestedTags(rows: readonly Row[], text: string, most = 8): string[] {
  const written = text.split(/[,;\n]/);
  const begun = folded((written.pop() ?? "").trim().replace(/^#/, ""));
  const there = new Set(written.map((tag) => folded(tag.trim().replace(/^#/, ""))));
  const all = byCount(rows.flatMap((row) => tagsOf(row.cells.tags?.text ?? "")));
  return all
    .filter((tag) => folded(tag).startsWith(begun) && !there.has(folded(tag)) && folded(tag) !== begun)
    .slice(0, most);
}

/** Put a tag in the place of the one that is being written. */
export function completedTags(text: string, tag: string): string {
  const written = text.split(/[,;\n]/);
  written.pop();
  return [...written.map((each) => each.trim()).filter(Boolean), tag].join(", ");
}

/**
 * Rows to offer as a parent: the number that is written, numbers that begin with it, then titles that hold it;
 * of these the newest first, and never the row itself.
 */
export function suggestedParents(rows: readonly Row[], text: string, self: number, most = 8): Row[] {
  const asked = folded(text.trim());
  const digits = asked.replace(/^#/, "");
  const rank = (row: Row): number => {
    const number = String(row.number);
    if (number === digits) return 0;
    if (number.startsWith(digits)) return 1;
    return !asked.startsWith("#") && folded(row.title).includes(asked) ? 2 : 3;
  };
  const found: Row[][] = [[], [], []];
  for (const row of rows.toReversed()) if (row.number !== self) found[rank(row)]?.push(row);
  return found.flat().slice(0, most);
}

function byCount(words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]).map(([word]) => word);
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
