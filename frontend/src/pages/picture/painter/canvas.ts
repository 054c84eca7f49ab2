/** Paints panes by plain code, on any browser. */
import type { Pane } from "@/lib/picture/look";
import { type Grid, paintOverlay } from "@/lib/picture/paint";
import { type Size, sampled, toPane, type View } from "@/lib/picture/view";
import { FADED_GREY, FADED_SHARE, isFaded, NO_PHOTO } from "./ground";
import type { Painter, Scene } from "./painter";

export class CanvasPainter implements Painter {
  readonly name = "canvas";
  private readonly overlay = document.createElement("canvas");
  private pixels = new ImageData(1, 1);
  private readonly pale = new WeakMap<ImageBitmap, HTMLCanvasElement>();

  paint(canvas: HTMLCanvasElement, pane: Pane, view: View, scene: Scene): boolean {
    const context = canvas.getContext("2d");
    if (!context) return false;
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.drawGround(context, pane, view, scene);
    this.drawOverlay(context, pane, view, scene);
    return true;
  }

  dispose(): void {
    this.overlay.width = 0;
    this.pixels = new ImageData(1, 1);
  }

  private drawGround(context: CanvasRenderingContext2D, pane: Pane, view: View, scene: Scene): void {
    const { width, height } = scene.size;
    const from = toPane(view, context.canvas, { x: 0, y: 0 });
    const photo = scene.photo && (isFaded(pane, scene) ? this.paleOf(scene.photo) : scene.photo);
    if (!photo) {
      context.fillStyle = `rgb(${NO_PHOTO} ${NO_PHOTO} ${NO_PHOTO})`;
      context.fillRect(from.x, from.y, width * view.zoom, height * view.zoom);
      return;
    }
    context.imageSmoothingEnabled = view.zoom * (width / photo.width) < 1;
    context.imageSmoothingQuality = "medium";
    context.drawImage(photo, from.x, from.y, width * view.zoom, height * view.zoom);
  }

  /** The photo without its colours, and light, so that errors stand out; made once. */
  private paleOf(photo: ImageBitmap): HTMLCanvasElement {
    const known = this.pale.get(photo);
    if (known) return known;
    const canvas = document.createElement("canvas");
    canvas.width = photo.width;
    canvas.height = photo.height;
    const context = canvas.getContext("2d");
    if (context) {
      context.drawImage(photo, 0, 0);
      context.globalCompositeOperation = "saturation";
      context.fillStyle = "#808080";
      context.fillRect(0, 0, photo.width, photo.height);
      context.globalCompositeOperation = "source-over";
      context.fillStyle = `rgb(${FADED_GREY} ${FADED_GREY} ${FADED_GREY} / ${FADED_SHARE})`;
      context.fillRect(0, 0, photo.width, photo.height);
    }
    this.pale.set(photo, canvas);
    return canvas;
  }

  private drawOverlay(context: CanvasRenderingContext2D, pane: Pane, view: View, scene: Scene): void {
    const { width, height } = context.canvas;
    if (width === 0 || height === 0) return;
    if (this.pixels.width !== width || this.pixels.height !== height) {
      this.pixels = new ImageData(width, height);
      this.overlay.width = width;
      this.overlay.height = height;
    }
    const target = new Uint32Array(this.pixels.data.buffer);
    paintOverlay(
      target,
      gridOf(view, context.canvas, scene.size),
      pane,
      scene.layers,
      scene.table,
      scene.look,
    );
    this.overlay.getContext("2d")?.putImageData(this.pixels, 0, 0);
    context.drawImage(this.overlay, 0, 0);
  }
}

function gridOf(view: View, canvas: Size, picture: Size): Grid {
  const corner = toPane(view, canvas, { x: 0, y: 0 });
  return {
    columns: sampled(view.x, view.zoom, canvas.width, picture.width),
    rows: sampled(view.y, view.zoom, canvas.height, picture.height),
    left: corner.x,
    top: corner.y,
  };
}
