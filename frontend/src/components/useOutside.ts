import { type RefObject, useEffect, useRef } from "react";

/** Hear a press beside an element while something is open. */
export function useOutside(element: RefObject<HTMLElement | null>, open: boolean, pressed: () => void): void {
  const newest = useRef(pressed);
  useEffect(() => {
    newest.current = pressed;
  });
  useEffect(() => {
    if (!open) return;
    const heard = (event: PointerEvent) => {
      const target = event.target as Element;
      // A dialog that was opened from within is no place beside it.
      if (!element.current?.contains(target) && !target.closest("dialog")) newest.current();
    };
    document.addEventListener("pointerdown", heard);
    return () => document.removeEventListener("pointerdown", heard);
  }, [element, open]);
}
