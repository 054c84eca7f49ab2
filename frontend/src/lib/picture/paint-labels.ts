/** Paints a label map: the one thing that is painted again for each class that somebody shows or hides. */
import type { ClassTable, Look } from "./look";
import { NO_CLASS_COLOUR } from "./palette";
import { isMarked } from "./patterns";
import { type Grid, ignoredColour, packed, rgbAt, textureShift } from "./pixels";
import type { Raster } from "./png";

interface Manner {
  /** Else a prediction: what is no class in it was predicted as none. */
  isTruth: boolean;
  sureness: Raster | undefined;
  table: ClassTable;
  look: Look;
}

/** The colour of each class at each of the 8 × 8 places of its texture; what is no class stands last. */
function cellColours({ isTruth, table, look }: Manner): Uint32Array {
  const alpha = look.contour ? 1 : look.opacity;
  const noClass = packed(NO_CLASS_COLOUR, look.opacity);
  const cells = new Uint32Array(64 * (table.count + 1));
  for (let value = 0; value < table.count; value++) {
    if (!table.shown[value]) continue;
    const ground = packed(rgbAt(table.ground, value), alpha);
    const mark = packed(rgbAt(table.mark, value), alpha);
    const pattern = look.hatch ? (table.pattern[value] as number) : 0;
    for (let cell = 0; cell < 64; cell++)
      cells[64 * value + cell] = isMarked(pattern, cell & 7, cell >> 3) ? mark : ground;
  }
  for (let cell = 0; cell < 64; cell++)
    cells[64 * table.count + cell] = isTruth ? ignoredColour(cell & 7, cell >> 3) : noClass;
  return cells;
}

/** Paint the labels that each pixel of the screen shows; `target` as for `paintOverlay`. */
export function paintLabels(target: Uint32Array, grid: Grid, labels: Raster, manner: Manner): void {
  const { columns, rows } = grid;
  const { values, width } = labels;
  const { count } = manner.table;
  const { contour, threshold } = manner.look;
  const cells = cellColours(manner);
  const sure = !manner.isTruth && threshold > 0 ? manner.sureness?.values : undefined;
  const shiftX = textureShift(grid.left);
  const shiftY = textureShift(grid.top);
  for (let y = 0, o = 0; y < rows.length; y++) {
    const row = rows[y] as number;
    const textureRow = ((y + shiftY) & 7) << 3;
    for (let x = 0; x < columns.length; x++, o++) {
      const column = columns[x] as number;
      if (row < 0 || column < 0) {
        target[o] = 0;
        continue;
      }
      const pixel = row * width + column;
      const value = Math.min(values[pixel] as number, count);
      let colour = cells[64 * value + textureRow + ((x + shiftX) & 7)] as number;
      if (contour && colour !== 0 && value < count && !isEdge(labels, grid, values[pixel] as number, x, y))
        colour = 0;
      if (sure && (sure[pixel] as number) < threshold) colour = 0;
      target[o] = colour;
    }
  }
}

/** Whether a neighbour on the screen is of another class: lines are two pixels wide at any zoom. */
function isEdge(labels: Raster, grid: Grid, value: number, x: number, y: number): boolean {
  return (
    differs(labels, grid, value, x - 1, y) ||
    differs(labels, grid, value, x + 1, y) ||
    differs(labels, grid, value, x, y - 1) ||
    differs(labels, grid, value, x, y + 1)
  );
}

function differs(
  { values, width }: Raster,
  { columns, rows }: Grid,
  value: number,
  x: number,
  y: number,
): boolean {
  if (x < 0 || y < 0 || x >= columns.length || y >= rows.length) return false;
  const column = columns[x] as number;
  const row = rows[y] as number;
  return column >= 0 && row >= 0 && values[row * width + column] !== value;
}
