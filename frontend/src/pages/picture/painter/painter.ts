/** What a painter is, and which one this browser gets. */
import type { ClassTable, Look, Pane } from "@/lib/picture/look";
import type { Layers } from "@/lib/picture/paint";
import { GRID_ZOOM, type Size, toPane, type View } from "@/lib/picture/view";
import { keptStore } from "@/lib/store/kept";
import { CanvasPainter } from "./canvas";
import { WebGlPainter } from "./webgl";

/** What there is to paint. */
export interface Scene {
  /** Of the label maps; the photo is stretched to it. */
  size: Size;
  photo: ImageBitmap | null;
  layers: Layers;
  table: ClassTable;
  look: Look;
  /** The photo steps back behind labels, too. */
  faded?: boolean;
}

export interface Painter {
  readonly name: "webgl" | "canvas";
  /** Paint a pane; `view` in device pixels of the canvas. False: it cannot any more. */
  paint(canvas: HTMLCanvasElement, pane: Pane, view: View, scene: Scene): boolean;
  /** Paint nothing. */
  clear(canvas: HTMLCanvasElement): void;
  dispose(): void;
}

/** For who has trouble with one of them, and for tests: `localStorage["segscope.painter"] = "canvas"`. */
const wished = keptStore<Painter["name"] | null>(
  "painter",
  (kept) => (kept === "webgl" || kept === "canvas" ? kept : null),
  (name) => name,
);

/** WebGL where a graphics processor does it; plain code is faster than one that is only imitated. */
export function choosePainter(): Painter {
  if (wished.get() === "canvas") return new CanvasPainter();
  return WebGlPainter.create(wished.get() === "webgl") ?? new CanvasPainter();
}

/** Lines between pixels, where they are large enough to be looked at one by one. */
export function drawPixelGrid(canvas: HTMLCanvasElement, view: View, picture: Size, ratio: number): void {
  const context = canvas.getContext("2d");
  if (!context || view.zoom / ratio < GRID_ZOOM) return;
  const from = toPane(view, canvas, { x: 0, y: 0 });
  const to = toPane(view, canvas, { x: picture.width, y: picture.height });
  const [left, right] = [Math.max(from.x, 0), Math.min(to.x, canvas.width)];
  const [top, bottom] = [Math.max(from.y, 0), Math.min(to.y, canvas.height)];
  context.beginPath();
  for (let x = from.x + Math.ceil((left - from.x) / view.zoom) * view.zoom; x <= right; x += view.zoom) {
    context.moveTo(Math.round(x) + 0.5, top);
    context.lineTo(Math.round(x) + 0.5, bottom);
  }
  for (let y = from.y + Math.ceil((top - from.y) / view.zoom) * view.zoom; y <= bottom; y += view.zoom) {
    context.moveTo(left, Math.round(y) + 0.5);
    context.lineTo(right, Math.round(y) + 0.5);
  }
  context.strokeStyle = "rgb(128 128 128 / 0.6)";
  context.lineWidth = 1;
  context.stroke();
}
