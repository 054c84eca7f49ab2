import { type PointerEvent, useRef } from "react";
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
        event.preventDefault(); // the browser would choose the words between
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
      if (!place) return;
      // Words are chosen within a cell; from the next cell on it is a block.
      if (event.currentTarget.querySelector("[data-active]")?.contains(event.target as Node)) return;
      window.getSelection()?.removeAllRanges();
      onExtend(place);
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
