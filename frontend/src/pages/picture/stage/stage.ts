/**
 * All panes of a picture together: where they look, what they paint, what is pointed at.
 *
 * It lives beside React: moving a picture draws sixty times a second.
 */
import type { Pane } from "@/lib/picture/look";
import {
  type Aim,
  around,
  type Box,
  bounded,
  fitted,
  type Point,
  panned,
  pixelAt,
  type Size,
  sameAim,
  toPicture,
  type View,
  viewOf,
  zoomed,
} from "@/lib/picture/view";
import { createStore } from "@/lib/store/store";
import { CanvasPainter } from "../painter/canvas";
import { choosePainter, drawPixelGrid, type Painter, type Scene } from "../painter/painter";

interface MountedPane {
  canvas: HTMLCanvasElement;
  pane: Pane;
  /** CSS pixels. */
  size: Size;
  visible: boolean;
}

const NONE: ReadonlyMap<string, Scene> = new Map();

export class Stage {
  readonly aim = createStore<Aim>(null);
  /** A region to look at until somebody moves; only where there is no aim. */
  readonly box = createStore<Box | null>(null);
  /** The pixel under the pointer; null where it is elsewhere. */
  readonly cursor = createStore<Point | null>(null);
  /** Counts paintings, for what lies over the canvases. */
  readonly painted = createStore(0);
  private scene: Scene | null = null;
  /** What single panes show instead, by their names: two predictions beside each other. */
  private own: ReadonlyMap<string, Scene> = NONE;
  private readonly panes = new Map<string, MountedPane>();
  private painter: Painter | null = null;
  private frame = 0;
  private unwatch: (() => void) | null = null;

  /** Show something else; the panes are painted at once, within the same frame as what React drew. */
  show(scene: Scene | null, own: ReadonlyMap<string, Scene> = NONE): void {
    const isOther =
      scene?.size.width !== this.scene?.size.width || scene?.size.height !== this.scene?.size.height;
    this.scene = scene;
    this.own = own;
    if (isOther) this.cursor.set(null);
    this.paintNow();
  }

  get picture(): Size | null {
    return this.scene?.size ?? null;
  }

  mount(id: string, canvas: HTMLCanvasElement, pane: Pane): () => void {
    this.unwatch ??= watchRatio(() => this.paintSoon());
    this.panes.set(id, { canvas, pane, size: { width: 0, height: 0 }, visible: true });
    return () => {
      this.panes.delete(id);
      if (this.panes.size === 0) this.dispose();
    };
  }

  /** A pane's own facts changed. */
  change(id: string, facts: Partial<Pick<MountedPane, "pane" | "size" | "visible">>): void {
    const mounted = this.panes.get(id);
    if (!mounted) return;
    Object.assign(mounted, facts);
    this.paintSoon();
  }

  /** Look at a region until somebody moves. */
  lookAround(box: Box | null): void {
    this.aim.set(null);
    this.box.set(box);
    this.paintSoon();
  }

  setAim(aim: Aim): void {
    if (sameAim(aim, this.aim.get()) && this.box.get() === null) return;
    this.box.set(null);
    this.aim.set(aim);
    this.paintSoon();
  }

  /** What a pane of a size shows, in CSS pixels. */
  view(pane: Size): View {
    const size = this.scene?.size ?? { width: 1, height: 1 };
    const box = this.box.get();
    if (box && this.aim.get() === null) return around(box, size, pane);
    return viewOf(this.aim.get(), size, pane);
  }

  zoom(factor: number, pane: Size, place: Point = { x: pane.width / 2, y: pane.height / 2 }): void {
    if (this.scene) this.setAim(zoomed(this.view(pane), pane, factor, place, this.scene.size));
  }

  /** Show one pixel of the picture as one of the screen, around what is in the middle. */
  zoomOne(): void {
    const pane = this.mainSize;
    const zoom = 1 / (window.devicePixelRatio || 1);
    if (this.scene) this.setAim(bounded({ ...this.view(pane), zoom }, this.scene.size, pane));
  }

  pan(right: number, down: number, pane: Size): void {
    if (this.scene) this.setAim(panned(this.view(pane), right, down, this.scene.size, pane));
  }

  /** Bring a spot to the middle, not from farther than one CSS pixel a pixel. */
  goTo(spot: Point, pane: Size): void {
    if (!this.scene) return;
    const zoom = Math.max(this.view(pane).zoom, 2 * fitted(this.scene.size, pane).zoom);
    this.setAim(bounded({ ...spot, zoom }, this.scene.size, pane));
  }

  /** The pane whose size keys go by: the first one. */
  get mainSize(): Size {
    return this.panes.values().next().value?.size ?? { width: 1, height: 1 };
  }

  point(place: Point | null, pane: Size): void {
    const spot =
      place && this.scene ? pixelAt(toPicture(this.view(pane), pane, place), this.scene.size) : null;
    const before = this.cursor.get();
    if (spot?.x !== before?.x || spot?.y !== before?.y) this.cursor.set(spot);
  }

  /** What keys speak of: the pixel under the pointer, else the one in the middle. */
  get spot(): Point | null {
    if (!this.scene) return null;
    return this.cursor.get() ?? pixelAt(this.view(this.mainSize), this.scene.size);
  }

  paintSoon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => this.paintNow());
  }

  private paintNow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    for (const [id, mounted] of this.panes)
      if (mounted.visible) this.paint(mounted, this.own.get(id) ?? this.scene);
    this.painted.set(this.painted.get() + 1);
  }

  private paint({ canvas, pane, size }: MountedPane, scene: Scene | null): void {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    if (width === 0 || height === 0) return;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.painter ??= choosePainter();
    if (!scene) {
      this.painter.clear(canvas);
      return;
    }
    const view = this.view(size);
    const inDevicePixels = { ...view, zoom: view.zoom * ratio };
    if (!this.painter.paint(canvas, pane, inDevicePixels, scene)) {
      // A lost graphics processor, or a picture that is too large for it.
      this.painter.dispose();
      this.painter = new CanvasPainter();
      this.painter.paint(canvas, pane, inDevicePixels, scene);
    }
    drawPixelGrid(canvas, inDevicePixels, scene.size, ratio);
    canvas.dataset.painter = this.painter.name;
  }

  private dispose(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.painter?.dispose();
    this.painter = null;
    this.unwatch?.();
    this.unwatch = null;
  }
}

/** Hear when the window goes to a screen of other pixels, which changes no size in CSS pixels. */
function watchRatio(changed: () => void): () => void {
  const ended = new AbortController();
  const watch = () => {
    const now = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const { signal } = ended;
    now.addEventListener("change", onChange, { once: true, signal });
  };
  const onChange = () => {
    changed();
    watch();
  };
  watch();
  return () => ended.abort();
}
