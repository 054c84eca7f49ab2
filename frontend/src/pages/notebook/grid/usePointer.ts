import { type MouseEvent, type PointerEvent, useRef } from "react";
import type { Place } from "@/lib/notebook/selection";

interface Options {
  onSelect(place: Place): void;
  onExtend(place: Place): void;
}

/** Chooses cells by the mouse: press for one, draw or press with Shift for a block. */
export function usePointer({ onSelect, onExtend }: Options) {
  const drawing = useRef(false);
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const place = placeOf(event.target);
      if (!place || event.button !== 0 || isControl(event.target)) return;
      if (event.shiftKey) {
        onExtend(place);
        return;
      }
      drawing.current = event.pointerType === "mouse";
      onSelect(place);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (!drawing.current) return;
      if ((event.buttons & 1) === 0) {
        drawing.current = false;
        return;
      }
      const place = placeOf(event.target);
      if (place) onExtend(place);
    },
    /** The browser would choose words, and give the focus to the cell instead of its text field. */
    onMouseDown(event: MouseEvent<HTMLElement>) {
      if (placeOf(event.target) && !isControl(event.target)) event.preventDefault();
    },
    onPointerUp() {
      drawing.current = false;
    },
  };
}

/** The cell that something is in. */
export function placeOf(target: EventTarget): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-line]") : null;
  const { line, column } = cell?.dataset ?? {};
  return line !== undefined && column !== undefined ? { line, column } : null;
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button, textarea, [role=option]") !== null;
}
