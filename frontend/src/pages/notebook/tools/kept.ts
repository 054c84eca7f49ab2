import { readWidths } from "@/lib/notebook/columns";
import { keptStore } from "@/lib/store/kept";

/** Widths that somebody drew, by column. */
export const columnWidths = keptStore<Readonly<Record<string, number>>>(
  "notebook.widths",
  readWidths,
  (widths) => (Object.keys(widths).length > 0 ? JSON.stringify(widths) : null),
);

/** Columns of the team's own that are shown before anybody wrote in them. */
export const newColumns = keptStore<readonly string[]>("notebook.new-columns", readNames, (names) =>
  names.length > 0 ? JSON.stringify(names) : null,
);

/** The width of the open row, in rem. */
export const panelWidth = keptStore<number>(
  "notebook.panel",
  (kept) => Math.min(Math.max(Number(kept ?? 27) || 27, 20), 48),
  String,
);

export function addOwnColumn(name: string): void {
  if (!newColumns.get().includes(name)) newColumns.set([...newColumns.get(), name]);
}

function readNames(kept: string | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(found) ? found.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
