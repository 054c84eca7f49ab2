/** The rows as they stand below each other: filtered, sorted, in groups. */
import type { Column } from "./columns";
import { filterRows } from "./filter";
import { type Row, tagsOf } from "./row";
import { type SortKey, sortRows } from "./sort";
import { fieldText, type UnsavedText } from "./values";

export const GROUPINGS = ["none", "status", "tag", "who"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface RowItem {
  readonly kind: "row";
  /** Names the line: a row with two tags stands in two groups. */
  readonly id: string;
  readonly row: Row;
}

export interface GroupItem {
  readonly kind: "group";
  readonly id: string;
  /** What the rows share; empty where they say nothing. */
  readonly name: string;
  readonly count: number;
  /** The best mIoU among them. */
  readonly best: number | null;
  readonly isFolded: boolean;
}

export type Item = RowItem | GroupItem;

export interface Arrangement {
  readonly filter: string;
  readonly sort: readonly SortKey[];
  readonly group: Grouping;
  /** Names of the groups whose rows are not shown. */
  readonly folded: readonly string[];
}

/**
 * Arrange rows.
 *
 * Without a sort the newest are first: that is where a day's work goes on.
 */
export function arrange(
  rows: readonly Row[],
  { filter, sort, group, folded }: Arrangement,
  columns: readonly Column[],
  unsaved?: UnsavedText,
): Item[] {
  const keys = sort.length > 0 ? sort : [{ column: "number", descending: true }];
  const sorted = filterRows(sortRows(rows, keys, columns), filter, unsaved);
  if (group === "none") return sorted.map((row) => ({ kind: "row", id: String(row.number), row }));
  const groups = new Map<string, Row[]>();
  for (const row of sorted) {
    for (const name of namesOf(row, group, unsaved)) {
      const members = groups.get(name);
      if (members) members.push(row);
      else groups.set(name, [row]);
    }
  }
  return inOrder([...groups.keys()]).flatMap((name) => groupItems(name, groups.get(name) ?? [], folded));
}

function groupItems(name: string, rows: readonly Row[], folded: readonly string[]): Item[] {
  const isFolded = folded.includes(name);
  const scores = rows.flatMap((row) => row.miou ?? []);
  const head: GroupItem = {
    kind: "group",
    id: `group ${name}`,
    name,
    count: rows.length,
    best: scores.length > 0 ? Math.max(...scores) : null,
    isFolded,
  };
  if (isFolded) return [head];
  return [head, ...rows.map((row): RowItem => ({ kind: "row", id: `${row.number} ${name}`, row }))];
}

function namesOf(row: Row, group: Exclude<Grouping, "none">, unsaved?: UnsavedText): string[] {
  if (group === "who") return [row.who];
  if (group === "status") return [fieldText(row, "status", unsaved) || row.status];
  const tags = tagsOf(fieldText(row, "tags", unsaved));
  return tags.length > 0 ? tags : [""];
}

const words = new Intl.Collator(["ko", "en"], { numeric: true });

/** By name; what says nothing is last. */
function inOrder(names: string[]): string[] {
  return names.sort((one, other) => Number(one === "") - Number(other === "") || words.compare(one, other));
}
