import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import styles from "./Tooltip.module.css";

interface Props {
  text: string;
  children: ReactNode;
}

const DELAY = 400;
const GAP = 6;

/**
 * Words beside what is pointed at or focused; Escape hides them (WCAG 1.4.13).
 *
 * They repeat an accessible name or add to what is seen: nothing may be told by a tooltip alone.
 */
export function Tooltip({ text, children }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
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
  useLayoutEffect(() => {
    if (place && tip.current) tip.current.style.left = `${within(place.x, tip.current.offsetWidth)}px`;
  }, [place]);

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
        <span ref={tip} role="tooltip" className={styles.tip} style={{ top: place.y + GAP }}>
          {text}
        </span>
      )}
    </span>
  );
}

/** Give the left edge of what is centred on `x` and stays in the window. */
function within(x: number, width: number): number {
  return Math.max(GAP, Math.min(x - width / 2, window.innerWidth - width - GAP));
}
