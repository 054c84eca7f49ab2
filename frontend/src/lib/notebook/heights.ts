/** About how high a row will stand, before it is drawn: so the scroll bar is right from the beginning. */
import type { Column } from "./columns";
import type { Row } from "./row";
import { shownText } from "./values";

export const LINE = 19;
export const PADDING = 12;
/** Lines of a cell that are shown until somebody asks for all. */
export const MOST_LINES = 6;

const LATIN = 6.3;
const HANGUL = 11.8;
const SIDES = 17;

/** About how many lines a text takes at a width in px. */
export function estimatedLines(text: string, width: number): number {
  if (text === "") return 1;
  const room = Math.max(width - SIDES, 1);
  let lines = 0;
  for (const line of text.split("\n")) {
    // U+1100 and above: what Korean is written with stands twice as wide.
    const wide = line.match(/[\u1100-\uffff]/g)?.length ?? 0;
    lines += Math.max(1, Math.ceil(((line.length - wide) * LATIN + wide * HANGUL) / room));
  }
  return lines;
}

/** The lines of a row's highest cell. */
export function rowLines(row: Row, columns: readonly Column[], widthOf: (column: Column) => number): number {
  let most = 1;
  for (const column of columns) {
    if (
      column.kind !== "text" &&
      column.kind !== "changed" &&
      column.kind !== "tags" &&
      column.kind !== "runs"
    )
      continue;
    most = Math.max(most, estimatedLines(shownText(row, column), widthOf(column)));
  }
  return most;
}

/** About how high a row with so many lines stands, in px. */
export function rowHeight(lines: number, isExpanded: boolean): number {
  return (isExpanded ? lines : Math.min(lines, MOST_LINES)) * LINE + PADDING;
}
