import type { ClipboardEvent } from "react";
import { addRow } from "@/api/notebook";
import { currentText } from "@/app/i18n/language";
import { tell, tellError } from "@/components/toasts";
import type { Column } from "@/lib/notebook/columns";
import { emptied, planPaste } from "@/lib/notebook/paste";
import type { Row } from "@/lib/notebook/row";
import type { Block } from "@/lib/notebook/selection";
import { parseTsv, writeTsv } from "@/lib/notebook/tsv";
import { shownText } from "@/lib/notebook/values";
import { useNotebook } from "../data/notebook";
import { columnName } from "../tools/columnName";

interface Options {
  rows: readonly Row[];
  columns: readonly Column[];
  block: Block;
  isEditing: boolean;
  onBlock(block: Block): void;
}

/** Copies, cuts and pastes the chosen block, as spreadsheets write and read it. */
export function useClipboard({ rows, columns, block, isEditing, onBlock }: Options) {
  const { edits } = useNotebook();

  function copy(event: ClipboardEvent): boolean {
    if (isEditing) return false;
    const cells = rows
      .slice(block.top, block.bottom + 1)
      .map((row) =>
        columns.slice(block.left, block.right + 1).map((column) => shownText(row, column, edits.unsaved)),
      );
    event.clipboardData.setData("text/plain", writeTsv(cells));
    event.preventDefault();
    return true;
  }

  return {
    onCopy: (event: ClipboardEvent) => void copy(event),
    onCut(event: ClipboardEvent) {
      if (copy(event)) edits.write(emptied(block, rows, columns));
    },
    onPaste(event: ClipboardEvent) {
      if (isEditing) return;
      event.preventDefault();
      const text = event.clipboardData.getData("text/plain");
      if (text === "") return;
      const plan = planPaste(parseTsv(text), block, rows, columns);
      edits.write(plan.texts);
      onBlock(plan.block);
      tellPaste(plan);
    },
  };
}

function tellPaste(plan: ReturnType<typeof planPaste>): void {
  const { notebook: all } = currentText();
  const text = all.paste;
  const names = plan.skipped.map((column) => columnName(column, all)).join(", ");
  if (plan.texts.length === 0 && plan.beyond.length === 0) {
    tell(text.nothing);
    return;
  }
  const parts = [
    text.pasted(plan.texts.length),
    names && text.skipped(names, plan.skipped.length),
    plan.cut > 0 && text.cut(plan.cut),
    plan.beyond.length > 0 && text.beyond(plan.beyond.length),
  ].filter((part) => part !== false && part !== "");
  if (plan.beyond.length > 0) {
    const add = { label: text.addRows(plan.beyond.length), run: () => void addRows(plan.beyond) };
    tell(`${parts.join("; ")}.`, add);
  } else if (plan.texts.length > 1 || names || plan.cut > 0) tell(`${parts.join("; ")}.`);
}

/** One after the other: their numbers are to be in the order of the block. */
async function addRows(rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  try {
    for (const texts of rows) await addRow({ ...texts });
    tell(currentText().notebook.paste.addedRows(rows.length));
  } catch (error) {
    tellError(error);
  }
}
