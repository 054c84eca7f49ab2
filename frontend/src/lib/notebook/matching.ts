/** Which column of a sheet is read into which field, when a team begins with a sheet of its own. */
import type { Schema } from "@/api/client";

export type SheetColumn = Schema<"SheetColumn">;
/** Column → field; an empty field leaves the column out. Columns that are not named are as the server reads them. */
export type Match = Readonly<Record<string, string>>;

/** The fields that every notebook has, as the import offers them. */
export const FIELDS = ["title", "hypothesis", "conclusion", "status", "tags", "parent"] as const;
export type Field = (typeof FIELDS)[number];

/** Columns of an export that say where a row belongs, or that fill themselves: no field has such a name. */
const FILLED: ReadonlySet<string> = new Set(
  "id revision # experiment who when runs changed mIoU sd n Δ weakest".split(" "),
);

/** Whether people may choose what a column is read into. */
export function isMatchable(column: SheetColumn): boolean {
  return !FILLED.has(column.name);
}

/** Whether a sheet was exported by a notebook: its columns are known, and nothing is to be chosen. */
export function isExport(columns: readonly SheetColumn[]): boolean {
  return columns.some(({ name }) => name === "id") && columns.some(({ name }) => name === "revision");
}

/** The fields to offer for a column: those of every notebook, and its own name. */
export function offeredFields(column: SheetColumn, match: Match): string[] {
  const own = [column.name, matchedField(column, match)].filter((name) => name !== "" && !FILLED.has(name));
  return [...new Set([...FIELDS, ...own])];
}

/** The field that a column is read into; empty where it is left out. */
export function matchedField(column: SheetColumn, match: Match): string {
  return match[column.name] ?? column.field ?? "";
}

/** Two columns that are read into one field; null where there are none. */
export function doubledField(columns: readonly SheetColumn[], match: Match): [string, string] | null {
  const seen = new Map<string, string>();
  for (const column of columns) {
    const field = matchedField(column, match);
    if (!field) continue;
    const other = seen.get(field);
    if (other !== undefined) return [other, column.name];
    seen.set(field, column.name);
  }
  return null;
}

/**
 * Give a column another field. The column that was read into it before becomes a column of its own again, so
 * that a choice never makes two columns one.
 */
export function rematched(columns: readonly SheetColumn[], match: Match, name: string, field: string): Match {
  const taken =
    field === ""
      ? undefined
      : columns.find((column) => column.name !== name && matchedField(column, match) === field);
  if (!taken) return { ...match, [name]: field };
  const isOwn = taken.name === field;
  return { ...match, [taken.name]: isOwn ? "" : taken.name, [name]: field };
}

/** Names that the server does not know by themselves: words that a team's heads may hold. */
const HINTS: readonly (readonly [field: Field, words: RegExp])[] = [
  ["conclusion", /conclu|result|learn|outcome|finding|결론|결과|배운|고찰|분석/i],
  ["hypothesis", /hypoth|idea|expect|why|motivation|가설|아이디어|목적|기대/i],
  ["status", /status|state|progress|상태|진행/i],
  ["tags", /tags?\b|label|categor|태그|분류/i],
  ["parent", /parent|baseline|based on|기준|베이스/i],
  ["title", /title|name|experiment|headline|제목|실험/i],
];

/**
 * Guess fields for the columns that the server would keep as columns of the team's own.
 *
 * Names decide; where two columns would be one field, the first one is, and a field that the server gave
 * already is not given again.
 */
export function guessedMatch(columns: readonly SheetColumn[]): Match {
  const taken = new Set(
    columns.flatMap(({ name, field }) => (field !== null && field !== name ? [field] : [])),
  );
  for (const { name, field } of columns) if (isField(field) && name === field) taken.add(field);
  const match: Record<string, string> = {};
  for (const { name, field } of columns) {
    if (field === null || field !== name || isField(field)) continue;
    const hint = HINTS.find(([wanted, words]) => words.test(name) && !taken.has(wanted))?.[0];
    if (!hint) continue;
    match[name] = hint;
    taken.add(hint);
  }
  return match;
}

function isField(name: string | null): name is Field {
  return (FIELDS as readonly string[]).includes(name ?? "");
}
