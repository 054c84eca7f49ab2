import { type KeyboardEvent, useRef } from "react";
import type { Column } from "@/lib/notebook/columns";
import { gridAction, isComposing } from "@/lib/notebook/grid-keys";
import { emptied, filledDown } from "@/lib/notebook/paste";
import type { Row } from "@/lib/notebook/row";
import {
  type Block,
  isBlock,
  type Selection,
  type Sheet,
  selectCell,
  step,
  tabbed,
} from "@/lib/notebook/selection";
import { fieldText } from "@/lib/notebook/values";
import { useNotebook } from "../data/notebook";

interface Options {
  selection: Selection;
  select(next: Selection | null): void;
  block: Block;
  sheet: Sheet;
  rows: readonly Row[];
  columns: readonly Column[];
  /** Rows that are seen at once. */
  page(): number;
  onEdit(): void;
}

/** Hears the keys of the grid while no cell is edited. */
export function useGridKeys({ selection, select, block, sheet, rows, columns, page, onEdit }: Options) {
  const { edits, openRow, showHistory } = useNotebook();
  const isLeaving = useRef(false);

  return (event: KeyboardEvent<HTMLElement>): void => {
    if (isComposing(event.nativeEvent)) return;
    const action = gridAction(event.nativeEvent);
    const wasLeaving = isLeaving.current;
    isLeaving.current = action?.kind === "leave" && !isBlock(selection);
    if (!action) return;
    const row = rows[sheet.lines.indexOf(selection.active.line)];
    const column = columns.find(({ key }) => key === selection.active.column);
    switch (action.kind) {
      case "step":
        select(step(selection, action.way, sheet, action.extend, page()));
        break;
      case "tab": {
        const next = wasLeaving ? null : tabbed(selection, action.backwards, sheet);
        if (!next) return; // Tab goes on behind the grid
        select(next);
        break;
      }
      case "edit":
        if (column?.field === null) followLink(event.currentTarget);
        else onEdit();
        break;
      case "empty":
        edits.write(emptied(block, rows, columns));
        break;
      case "fill":
        edits.write(filledDown(block, rows, columns, (each, field) => fieldText(each, field, edits.unsaved)));
        break;
      case "undo":
        edits.undo();
        break;
      case "redo":
        edits.redo();
        break;
      case "all":
        select(everything(sheet));
        break;
      case "open":
        if (row) openRow(row.number);
        break;
      case "history":
        if (row && column?.field) showHistory(row.number, column.field);
        break;
      case "leave":
        if (isBlock(selection)) select(selectCell(selection.active));
        break;
    }
    event.preventDefault();
  };
}

/** Enter on a cell that nobody writes into does what a click on its link does. */
function followLink(grid: HTMLElement): void {
  grid.querySelector<HTMLElement>("[data-active] a")?.click();
}

function everything({ lines, columns }: Sheet): Selection {
  return {
    active: { line: lines[0] ?? "", column: columns[0] ?? "" },
    corner: { line: lines.at(-1) ?? "", column: columns.at(-1) ?? "" },
  };
}
