import type { notebook } from "@/app/i18n/en/notebook";
import type { Column } from "@/lib/notebook/columns";

/** The head of a column in the page's language; a team's own column has its own name. */
export function columnName(
  column: Pick<Column, "key" | "name">,
  text: { columns: Record<keyof typeof notebook.columns, string> },
): string {
  const known: Record<string, string> = text.columns;
  return column.name ?? known[column.key] ?? column.key;
}

/** The head of the column of a field. */
export function fieldName(
  field: string,
  text: { columns: Record<keyof typeof notebook.columns, string> },
): string {
  const known: Record<string, string> = text.columns;
  return known[field] ?? field;
}
