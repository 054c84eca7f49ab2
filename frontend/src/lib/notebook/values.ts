/** What a column says of a row: as text to copy and to search, and as a value to sort by. */
import { score, scoreChange } from "@/lib/format/number";
import type { Column } from "./columns";
import { cellOf, type Row } from "./row";

/** What people wrote that no server has confirmed yet; undefined where nothing waits. */
export type UnsavedText = (row: number, field: string) => string | undefined;

const NOTHING: UnsavedText = () => undefined;

/** The text of a field as its author sees it: what waits to be saved goes before what is saved. */
export function fieldText(row: Row, field: string, unsaved: UnsavedText = NOTHING): string {
  return unsaved(row.number, field) ?? cellOf(row, field).text;
}

/** What a cell shows, as text. Titles and states that nobody wrote are what the runs say. */
export function shownText(row: Row, column: Column, unsaved: UnsavedText = NOTHING): string {
  switch (column.kind) {
    case "number":
      return String(row.number);
    case "person":
      return row.who;
    case "time":
      return row.when.slice(0, 16).replace("T", " ");
    case "changed":
      return row.changed.join("\n");
    case "score":
      return row.miou === null ? "" : score(row.miou);
    case "change":
      return row.difference === null ? "" : scoreChange(row.difference);
    case "weakest":
      return row.weakest ? `${row.weakest.name} ${score(row.weakest.iou)}` : "";
    case "runs":
      return row.runs.map((run) => run.name || run.id).join("\n");
    case "parent": {
      const written = fieldText(row, "parent", unsaved);
      return written || (row.parent === null ? "" : `#${row.parent}`);
    }
    case "status":
      return fieldText(row, "status", unsaved) || row.status;
    default: {
      const written = fieldText(row, column.field ?? "", unsaved);
      return written || (column.field === "title" ? row.title : "");
    }
  }
}

/** Whether a state that is shown is what the runs say: nobody wrote one. */
export function isStateOfRuns(row: Row, shown: string): boolean {
  return row.runs.length > 0 && shown === row.status && cellOf(row, "status").text === "";
}

/** What rows are sorted by in a column; null (nothing said, nothing measured) is always last. */
export function sortValue(row: Row, column: Column): string | number | null {
  switch (column.kind) {
    case "number":
      return row.number;
    case "time":
      return Date.parse(row.when);
    case "score":
      return row.miou;
    case "change":
      return row.difference;
    case "weakest":
      return row.weakest?.iou ?? null;
    case "runs":
      return row.runs.length;
    case "parent":
      return row.parent;
    default:
      return shownText(row, column).trim() || null;
  }
}
