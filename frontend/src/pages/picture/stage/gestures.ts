/** Pointers over a pane: drag, wheel, pinch, double click, and a tap where somebody asked for a spot. */
import type { Point, Size } from "@/lib/picture/view";
import type { Stage } from "./stage";

const WHEEL_STEP = 1.0016;
const LINE = 16;
const SMALL_STEP = 50;
const TAP_DISTANCE = 6;

/**
 * Let pointers move the stage.
 *
 * @param onTap Hears where it was tapped or clicked without a drag, in CSS pixels of the pane.
 * @returns Ends it.
 */
export function followPointers(
  element: HTMLElement,
  stage: Stage,
  onTap: (place: Point) => void,
): () => void {
  const down = new Map<number, Point>();
  let travelled = 0;
  const size = (): Size => ({ width: element.clientWidth, height: element.clientHeight });

  function place(event: PointerEvent | MouseEvent): Point {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** Markers lie over the canvas, and are for themselves; what was pressed on the canvas belongs to `element`. */
  function isOurs({ target }: Event): boolean {
    return target === element || target === element.firstElementChild;
  }

  function onDown(event: PointerEvent): void {
    if (event.button !== 0 || !isOurs(event)) return;
    element.setPointerCapture(event.pointerId);
    if (down.size === 0) travelled = 0;
    down.set(event.pointerId, place(event));
  }

  function onMove(event: PointerEvent): void {
    const now = place(event);
    const before = down.get(event.pointerId);
    stage.point(now, size());
    if (!before) return;
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    down.set(event.pointerId, now);
    if (other) pinch(stage, size(), other, before, now);
    else if (travelled > TAP_DISTANCE) stage.pan(now.x - before.x, now.y - before.y, size());
  }

  function onUp(event: PointerEvent): void {
    const wasDown = down.delete(event.pointerId);
    if (wasDown && event.type === "pointerup" && travelled <= TAP_DISTANCE && down.size === 0)
      onTap(place(event));
  }

  function onWheel(event: WheelEvent): void {
    // Where panes scroll, the wheel is for that; with Control, and by two fingers, it zooms.
    if (!event.ctrlKey && element.closest("[data-scrolls]")) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    // A pinch on a touchpad comes as a wheel of small steps with Control.
    const strength = event.ctrlKey && Math.abs(event.deltaY) < SMALL_STEP ? 6 : 1;
    stage.zoom(WHEEL_STEP ** (-event.deltaY * lines * strength), size(), place(event));
  }

  function onDoubleClick(event: MouseEvent): void {
    if (isOurs(event)) stage.zoom(event.shiftKey ? 0.5 : 2, size(), place(event));
  }

  const onLeave = () => stage.point(null, size());
  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onUp);
  element.addEventListener("pointerleave", onLeave);
  element.addEventListener("wheel", onWheel, { passive: false });
  element.addEventListener("dblclick", onDoubleClick);
  return () => {
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onUp);
    element.removeEventListener("pointerleave", onLeave);
    element.removeEventListener("wheel", onWheel);
    element.removeEventListener("dblclick", onDoubleClick);
  };
}

/** Two fingers: the picture follows both. */
function pinch(stage: Stage, size: Size, held: Point, before: Point, now: Point): void {
  const apart = Math.hypot(before.x - held.x, before.y - held.y);
  const middle = { x: (now.x + held.x) / 2, y: (now.y + held.y) / 2 };
  if (apart > 0) stage.zoom(Math.hypot(now.x - held.x, now.y - held.y) / apart, size, middle);
  stage.pan((now.x - before.x) / 2, (now.y - before.y) / 2, size);
}
