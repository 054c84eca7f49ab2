import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import styles from "./Tooltip.module.css";

interface Props {
  text: string;
  children: ReactNode;
}

const DELAY = 400;

/**
 * Words beside what is pointed at or focused; Escape hides them (WCAG 1.4.13).
 *
 * They repeat an accessible name or add to what is seen: nothing may be told by a tooltip alone.
 */
export function Tooltip({ text, children }: Props) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [place, setPlace] = useState<{ x: number; y: number } | null>(null);

  function show(delay: number): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const box = (anchor.current?.firstElementChild ?? anchor.current)?.getBoundingClientRect();
      if (box) setPlace({ x: box.left + box.width / 2, y: box.bottom });
    }, delay);
  }

  function hide(): void {
    clearTimeout(timer.current);
    setPlace(null);
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what happens to the control within
    <span
      ref={anchor}
      className={styles.anchor}
      onPointerEnter={(event) => event.pointerType === "mouse" && show(DELAY)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && show(0)}
      onBlur={hide}
      onKeyDown={(event) => event.key === "Escape" && hide()}
    >
      {children}
      {place && (
        <span
          id={id}
          role="tooltip"
          className={styles.tip}
          style={{ left: clampX(place.x), top: place.y + 6 }}
        >
          {text}
        </span>
      )}
    </span>
  );
}

const HALF = 120;

function clampX(x: number): number {
  return Math.min(Math.max(x, HALF), Math.max(HALF, window.innerWidth - HALF));
}
