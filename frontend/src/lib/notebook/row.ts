/** A row of the notebook, as the grid and the logic around it know it. */
import type { Schema } from "@/api/client";

export type Row = Schema<"Row">;
export type Cell = Schema<"Cell">;

/** Text of a cell, and the version that it has; a cell that was never written is empty and has version 0. */
export function cellOf(row: Row, field: string): { text: string; version: number } {
  const cell = row.cells[field];
  return cell ? { text: cell.text, version: cell.version } : { text: "", version: 0 };
}

/** The name of a cell in maps: `12 hypothesis`. Fields may hold blanks, numbers do not. */
export function cellKey(row: number, field: string): string {
  return `${row} ${field}`;
}

/** Write a text as the server keeps it, so that what nobody changed is no change. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, "\n").trimEnd();
}

/** The tags of a text: parted by commas, semicolons or line breaks; `#` before one is no part of it. */
export function tagsOf(text: string): string[] {
  const tags = text.split(/[,;\n]/).map((tag) => tag.trim().replace(/^#(?=\S)/, ""));
  return [...new Set(tags.filter(Boolean))];
}

/** Write tags as a cell holds them. */
export function writeTags(tags: readonly string[]): string {
  return tags.join(", ");
}

/** The number that a parent's cell names: `#3`, `3`; null for anything else. */
export function parentNumber(text: string): number | null {
  const found = /^#?(\d{1,9})$/.exec(text.trim());
  return found ? Number(found[1]) : null;
}
