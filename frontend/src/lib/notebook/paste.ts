/** Where a block of cells goes that somebody pastes, fills down or empties. */
import type { Column } from "./columns";
import type { Row } from "./row";
import type { Block } from "./selection";

/** A text for a cell. */
export interface CellText {
  readonly row: number;
  readonly field: string;
  readonly text: string;
}

export interface PastePlan {
  readonly texts: readonly CellText[];
  /** Columns that the block covers but that fill themselves. */
  readonly skipped: readonly Column[];
  /** Lines of the block below the last row, by field: rows that could be added. */
  readonly beyond: readonly Readonly<Record<string, string>>[];
  /** Columns of the block right of the last column. */
  readonly cut: number;
  /** What the block covers afterwards. */
  readonly block: Block;
}

/**
 * Plan a paste.
 *
 * One cell fills the whole selection; a larger block begins at the selection's first cell.
 *
 * @param cells The block, each line as long as the others.
 * @param selected What is chosen.
 * @param rows The rows that are shown, in order.
 * @param columns The columns that are shown, in order.
 */
export function planPaste(
  cells: readonly (readonly string[])[],
  selected: Block,
  rows: readonly Row[],
  columns: readonly Column[],
): PastePlan {
  const isOne = cells.length === 1 && cells[0]?.length === 1;
  const height = isOne ? selected.bottom - selected.top + 1 : cells.length;
  const width = isOne ? selected.right - selected.left + 1 : (cells[0]?.length ?? 0);
  const covered = columns.slice(selected.left, selected.left + width);
  const textAt = (line: number, column: number) => (isOne ? cells[0]?.[0] : cells[line]?.[column]) ?? "";
  const texts: CellText[] = [];
  const beyond: Record<string, string>[] = [];
  for (let line = 0; line < height; line += 1) {
    const row = rows[selected.top + line];
    const said: Record<string, string> = {};
    for (const [place, column] of covered.entries()) {
      if (column.field === null) continue;
      const text = textAt(line, place);
      if (row) texts.push({ row: row.number, field: column.field, text });
      else if (text.trim()) said[column.field] = text;
    }
    if (!row && Object.keys(said).length > 0) beyond.push(said);
  }
  return {
    texts,
    skipped: covered.filter((column) => column.field === null),
    beyond,
    cut: Math.max(0, width - covered.length),
    block: {
      top: selected.top,
      bottom: Math.min(selected.top + height, rows.length) - 1,
      left: selected.left,
      right: selected.left + covered.length - 1,
    },
  };
}

/** The texts that empty a block. */
export function emptied(block: Block, rows: readonly Row[], columns: readonly Column[]): CellText[] {
  return fieldsOf(block, columns).flatMap((field) =>
    rowsOf(block, rows).map((row) => ({ row: row.number, field, text: "" })),
  );
}

/** The texts that repeat a block's first line in all its lines; of one line, the line above it. */
export function filledDown(
  block: Block,
  rows: readonly Row[],
  columns: readonly Column[],
  textOf: (row: Row, field: string) => string,
): CellText[] {
  const first = rows[block.top === block.bottom ? block.top - 1 : block.top];
  if (!first) return [];
  const targets = rowsOf(block, rows).filter((row) => row !== first);
  return fieldsOf(block, columns).flatMap((field) =>
    targets.map((row) => ({ row: row.number, field, text: textOf(first, field) })),
  );
}

function fieldsOf(block: Block, columns: readonly Column[]): string[] {
  return columns.slice(block.left, block.right + 1).flatMap((column) => column.field ?? []);
}

function rowsOf(block: Block, rows: readonly Row[]): readonly Row[] {
  return rows.slice(block.top, block.bottom + 1);
}
