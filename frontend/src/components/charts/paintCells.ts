import { canvasScale, type GridSize } from "@/lib/charts/grid";
import { inkOnHeat } from "@/lib/charts/heat";
import { readColour } from "@/lib/colour/read";

/** How one cell of a grid looks. */
export interface CellLook {
  colour: string;
  /** A number within; left out where the cell is too small for it. */
  text: string;
}

const FONT_SIZE = 11;
const LEAST_FOR_TEXT = 26;

/** Paint all cells of a grid; what is not defined is hatched. */
export function paintCells(
  canvas: HTMLCanvasElement,
  size: GridSize,
  look: (row: number, column: number, dark: boolean) => CellLook | null,
  dark: boolean,
): void {
  const { rows, columns, width, height } = size;
  const scale = canvasScale(window.devicePixelRatio || 1, size);
  canvas.width = Math.round(columns * width * scale);
  canvas.height = Math.round(rows * height * scale);
  canvas.style.width = `${columns * width}px`;
  canvas.style.height = `${rows * height}px`;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(scale, scale);
  context.font = `${FONT_SIZE}px ${getComputedStyle(canvas).fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const faint = readColour("line");
  const gap = width >= 10 ? 1 : 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = look(row, column, dark);
      const [x, y] = [column * width, row * height];
      if (!cell) {
        hatch(context, x, y, width - gap, height - gap, faint);
        continue;
      }
      context.fillStyle = cell.colour;
      context.fillRect(x, y, width - gap, height - gap);
      if (!cell.text || width < LEAST_FOR_TEXT) continue;
      context.fillStyle = inkOnHeat(cell.colour);
      context.fillText(cell.text, x + (width - gap) / 2, y + (height - gap) / 2 + 0.5, width - 2);
    }
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x, y + height);
  context.lineTo(x + width, y);
  context.stroke();
}
