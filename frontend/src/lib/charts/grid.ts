/** A grid of cells on a canvas: how large cells are, and how one walks over them. */

export interface GridSize {
  rows: number;
  columns: number;
  /** Width and height of a cell in pixels. */
  width: number;
  height: number;
}

export interface CellPlace {
  row: number;
  column: number;
}

/** Give cells the width that fits, within bounds: below the least one the grid scrolls. */
export function cellWidth(room: number, columns: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.floor(room / Math.max(columns, 1))));
}

/** The cell at a point; null beside the grid. */
export function cellAt(x: number, y: number, size: GridSize): CellPlace | null {
  const place = { row: Math.floor(y / size.height), column: Math.floor(x / size.width) };
  const isWithin =
    place.row >= 0 && place.row < size.rows && place.column >= 0 && place.column < size.columns;
  return isWithin ? place : null;
}

const STEPS: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/** The cell that a key leads to; null where it is no such key. The edges hold. */
export function cellAfter(key: string, { row, column }: CellPlace, size: GridSize): CellPlace | null {
  const step = STEPS[key];
  if (!step) return null;
  return {
    row: clamp(row + step[0], size.rows - 1),
    column: clamp(column + step[1], size.columns - 1),
  };
}

/** Pixels of the canvas for each of the page's; fewer where a browser would refuse so large a canvas. */
export function canvasScale(wanted: number, { rows, columns, width, height }: GridSize): number {
  const area = rows * columns * width * height;
  return Math.max(1, Math.min(wanted, Math.sqrt(MOST_PIXELS / Math.max(area, 1))));
}

/** Show each so-many-th label, so that none lies over another. */
export function labelEvery(cell: number, label: number): number {
  return Math.max(1, Math.ceil(label / Math.max(cell, 1)));
}

const MOST_PIXELS = 16_000_000;

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), Math.max(most, 0));
}
