/** What to ask for again after something happened: a few rows, or the whole notebook. */
import { cellKey, type Row } from "./row";

export interface Happened {
  readonly kind: string;
  readonly row: number | null;
}

/** More rows than this are asked for together: the server has the whole list ready. */
const MOST_SINGLE = 12;

/**
 * Give the numbers of the rows that changes made old; null where the whole notebook is better asked for.
 *
 * A row shows its difference to its parent, so the rows that go on from a changed one are old, too.
 */
export function staleRows(rows: readonly Row[], changes: readonly Happened[]): number[] | null {
  const changed = new Set(changes.flatMap(({ row }) => (row === null ? [] : [row])));
  const known = new Set(rows.map((row) => row.number));
  for (const number of changed) if (!known.has(number)) return null;
  const isRow = (kind: string) =>
    kind === "runs" || kind === "row" || kind === "deleted" || kind === "restored";
  const moved = new Set(changes.flatMap(({ kind, row }) => (row !== null && isRow(kind) ? [row] : [])));
  for (const row of rows) if (row.parent !== null && moved.has(row.parent)) changed.add(row.number);
  return changed.size > MOST_SINGLE ? null : [...changed];
}

/** Give the rows that a run made old: its own, and those that go on from it; null for a run without a row. */
export function rowsOfRun(rows: readonly Row[], run: string): number[] | null {
  const own = rows.find((row) => row.runs.some(({ id }) => id === run));
  if (!own) return null;
  const after = rows.filter((row) => row.parent === own.number).map((row) => row.number);
  return after.length >= MOST_SINGLE ? null : [own.number, ...after];
}

/** Put rows in the place of those with their numbers; others are the same objects as before. */
export function replacedRows(rows: readonly Row[], fresh: readonly Row[], withDeleted: boolean): Row[] {
  const by = new Map(fresh.map((row) => [row.number, row]));
  const kept = rows.flatMap((row) => {
    const now = by.get(row.number) ?? row;
    by.delete(row.number);
    return now.deleted && !withDeleted ? [] : [now];
  });
  const added = [...by.values()].filter((row) => withDeleted || !row.deleted);
  return added.length === 0 ? kept : [...kept, ...added].sort((one, other) => one.number - other.number);
}

/** Name the cells that somebody else wrote between two looks: those that flash. */
export function changedCells(before: readonly Row[], now: readonly Row[], me: string): string[] {
  const known = new Map(before.map((row) => [row.number, row]));
  return now.flatMap((row) => {
    const old = known.get(row.number);
    if (old === row || old === undefined) return [];
    return Object.entries(row.cells).flatMap(([field, cell]) =>
      cell.version > (old.cells[field]?.version ?? 0) && cell.author !== me
        ? [cellKey(row.number, field)]
        : [],
    );
  });
}
