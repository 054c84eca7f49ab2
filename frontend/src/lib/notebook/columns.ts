/** The columns of the grid: which there are, who fills them, in which order and how wide they stand. */

export type ColumnKind =
  | "number"
  | "text"
  | "person"
  | "time"
  | "parent"
  | "changed"
  | "score"
  | "change"
  | "weakest"
  | "status"
  | "tags"
  | "runs";

export interface Column {
  /** Names it in addresses: `hypothesis`; a team's own columns begin with `own:`. */
  readonly key: string;
  readonly kind: ColumnKind;
  /** The field that people write there; null where the column fills itself. */
  readonly field: string | null;
  /** Its width in px until somebody draws it. */
  readonly width: number;
  /** Head of a team's own column. */
  readonly name?: string;
}

const BUILT_IN: readonly Column[] = [
  { key: "number", kind: "number", field: null, width: 68 },
  { key: "title", kind: "text", field: "title", width: 168 },
  { key: "who", kind: "person", field: null, width: 84 },
  { key: "when", kind: "time", field: null, width: 92 },
  { key: "parent", kind: "parent", field: "parent", width: 72 },
  { key: "changed", kind: "changed", field: null, width: 232 },
  { key: "hypothesis", kind: "text", field: "hypothesis", width: 240 },
  { key: "miou", kind: "score", field: null, width: 124 },
  { key: "difference", kind: "change", field: null, width: 148 },
  { key: "weakest", kind: "weakest", field: null, width: 128 },
  { key: "conclusion", kind: "text", field: "conclusion", width: 240 },
  { key: "status", kind: "status", field: "status", width: 104 },
  { key: "tags", kind: "tags", field: "tags", width: 144 },
  { key: "runs", kind: "runs", field: null, width: 152 },
];

const OWN = "own:";
export const LEAST_WIDTH = 48;
export const MOST_WIDTH = 960;
/** The columns that stay in sight when the others are scrolled. */
export const FROZEN = ["number", "title"] as const;

/** Give all columns of a notebook in their usual order. */
export function allColumns(ownFields: readonly string[]): Column[] {
  const own = ownFields.map(
    (name): Column => ({ key: OWN + name, kind: "text", field: name, width: 176, name }),
  );
  return [...BUILT_IN.slice(0, -1), ...own, ...BUILT_IN.slice(-1)];
}

/** A choice of columns, as an address keeps it. */
export interface ColumnChoice {
  /** Keys in the order that somebody gave them; columns that it does not name keep their usual neighbours. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
}

/** Give the columns that are shown, in order; the frozen ones are always first. */
export function shownColumns(all: readonly Column[], choice: ColumnChoice): Column[] {
  return orderedColumns(all, choice.order).filter((column) => !choice.hidden.includes(column.key));
}

/** Give all columns in the order that somebody chose. */
export function orderedColumns(all: readonly Column[], order: readonly string[]): Column[] {
  const named = order.flatMap((key) => all.find((column) => column.key === key) ?? []);
  const result: Column[] = [...named];
  for (const [place, column] of all.entries()) {
    if (named.includes(column)) continue;
    const before = all[place - 1];
    result.splice(before ? result.indexOf(before) + 1 : 0, 0, column);
  }
  const isFrozen = (column: Column) => (FROZEN as readonly string[]).includes(column.key);
  return [...result.filter(isFrozen), ...result.filter((column) => !isFrozen(column))];
}

/** Move a column to where another one stands, and give the new order; empty where it is the usual one. */
export function movedColumn(
  all: readonly Column[],
  order: readonly string[],
  key: string,
  to: string,
): string[] {
  const keys = orderedColumns(all, order).map((column) => column.key);
  const from = keys.indexOf(key);
  const place = keys.indexOf(to);
  if (from === -1 || place === -1) return [...order];
  keys.splice(from, 1);
  keys.splice(place, 0, key);
  const moved = orderedColumns(all, keys).map((column) => column.key);
  const usual = orderedColumns(all, []).map((column) => column.key);
  return moved.join("\n") === usual.join("\n") ? [] : moved;
}

/** Give a width within bounds. */
export function boundedWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, LEAST_WIDTH), MOST_WIDTH));
}

/** Read the widths that a browser kept; whatever is no width is left out. */
export function readWidths(kept: string | null): Readonly<Record<string, number>> {
  try {
    const found: unknown = JSON.parse(kept ?? "{}");
    if (typeof found !== "object" || found === null) return {};
    return Object.fromEntries(
      Object.entries(found).flatMap(([key, width]) =>
        typeof width === "number" && Number.isFinite(width) ? [[key, boundedWidth(width)]] : [],
      ),
    );
  } catch {
    return {};
  }
}
