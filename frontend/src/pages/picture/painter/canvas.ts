/** Paints panes by plain code, on any browser. */
import type { Pane } from "@/lib/picture/look";
import { paintOverlay } from "@/lib/picture/paint";
import { blend, type Grid } from "@/lib/picture/pixels";
import { type Size, sampled, toPane, type View } from "@/lib/picture/view";
import { FADED_GREY, FADED_SHARE, isFaded, NO_PHOTO } from "./ground";
import type { Painter, Scene } from "./painter";

/** What lies below the overlay of one canvas, as it was drawn last. */
interface Ground {
  of: string;
  photo: ImageBitmap | null;
  pixels: ImageData;
}

export class CanvasPainter implements Painter {
  readonly name = "canvas";
  private overlay = new Uint32Array(0);
  private shown = new ImageData(1, 1);
  private readonly grounds = new WeakMap<HTMLCanvasElement, Ground>();
  private readonly pale = new WeakMap<ImageBitmap, HTMLCanvasElement>();

  paint(canvas: HTMLCanvasElement, pane: Pane, view: View, scene: Scene): boolean {
    const context = contextOf(canvas);
    if (!context || canvas.width === 0 || canvas.height === 0) return false;
    const ground = this.groundOf(context, pane, view, scene);
    if (this.shown.width !== canvas.width || this.shown.height !== canvas.height) {
      this.shown = new ImageData(canvas.width, canvas.height);
      this.overlay = new Uint32Array(canvas.width * canvas.height);
    }
    this.shown.data.set(ground.data);
    const grid = gridOf(view, canvas, scene.size);
    paintOverlay(this.overlay, grid, pane, scene.layers, scene.table, scene.look);
    blend(new Uint32Array(this.shown.data.buffer), this.overlay);
    context.putImageData(this.shown, 0, 0);
    return true;
  }

  clear(canvas: HTMLCanvasElement): void {
    contextOf(canvas)?.clearRect(0, 0, canvas.width, canvas.height);
  }

  dispose(): void {
    this.overlay = new Uint32Array(0);
    this.shown = new ImageData(1, 1);
  }

  /** A class that is shown or hidden changes nothing below it: the ground is drawn once for each view. */
  private groundOf(context: CanvasRenderingContext2D, pane: Pane, view: View, scene: Scene): ImageData {
    const { canvas } = context;
    const faded = isFaded(pane, scene);
    const of = JSON.stringify([canvas.width, canvas.height, view, scene.size, faded]);
    const known = this.grounds.get(canvas);
    if (known?.of === of && known.photo === scene.photo) return known.pixels;
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.drawGround(context, faded, view, scene);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    this.grounds.set(canvas, { of, photo: scene.photo, pixels });
    return pixels;
  }

  private drawGround(context: CanvasRenderingContext2D, faded: boolean, view: View, scene: Scene): void {
    const { width, height } = scene.size;
    const from = toPane(view, context.canvas, { x: 0, y: 0 });
    const photo = scene.photo && (faded ? this.paleOf(scene.photo) : scene.photo);
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
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext("2d", { willReadFrequently: true });
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
