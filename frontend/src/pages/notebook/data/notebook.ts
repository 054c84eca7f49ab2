import { createContext, useContext } from "react";
import type { Row } from "@/api/notebook";
import type { Column } from "@/lib/notebook/columns";
import type { VerdictKeeper, VerdictState } from "@/lib/notebook/verdicts";
import type { Edits } from "./useEdits";

/** What all parts of the notebook's page share. */
export interface Notebook {
  readonly rows: readonly Row[];
  readonly byNumber: ReadonlyMap<number, Row>;
  readonly ownFields: readonly string[];
  readonly columns: readonly Column[];
  readonly edits: Edits;
  readonly fresh: ReadonlySet<string>;
  readonly verdicts: ReadonlyMap<number, VerdictState>;
  readonly keeper: VerdictKeeper;
  /** Open a row beside the grid; null closes it. */
  openRow(number: number | null): void;
  showHistory(row: number, field: string): void;
  showCollision(key: string): void;
  /** Filter by a word such as `tag:loss`, or no longer. */
  toggleFilter(field: "status" | "tag" | "who" | "class", value: string): void;
}

export const NotebookContext = createContext<Notebook | null>(null);

export function useNotebook(): Notebook {
  const notebook = useContext(NotebookContext);
  if (!notebook) throw new Error("this part belongs within the notebook's page");
  return notebook;
}
