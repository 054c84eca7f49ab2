import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { useText } from "@/app/i18n/language";
import type { Pane } from "@/lib/picture/look";
import type { Point } from "@/lib/picture/view";
import { followPointers } from "../stage/gestures";
import type { Stage } from "../stage/stage";
import styles from "./Panes.module.css";

interface Props {
  id: string;
  title: ReactNode;
  /** The title in words, for who does not see the canvas. */
  name: string;
  sample: string;
  pane: Pane;
  stage: Stage;
  /** Beside the title: a score. */
  aside?: ReactNode;
  /** Why nothing is painted. */
  reason?: string;
  isLoading: boolean;
  /** What lies over the canvas. */
  children?: ReactNode;
  onTap(spot: Point): void;
}

/** One pane: its title, and a canvas that the stage paints. */
export function PaneView({
  id,
  title,
  name,
  sample,
  pane,
  stage,
  aside,
  reason,
  isLoading,
  children,
  onTap,
}: Props) {
  const text = useText().picture.panes;
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tap = useRef(onTap);
  tap.current = onTap;
  const first = useRef(pane);

  useLayoutEffect(() => {
    if (!canvas.current || !room.current) return;
    const element = room.current;
    const unmount = stage.mount(id, canvas.current, first.current);
    const measure = () =>
      stage.change(id, { size: { width: element.clientWidth, height: element.clientHeight } });
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    const sight = new IntersectionObserver(
      ([entry]) => stage.change(id, { visible: entry?.isIntersecting ?? true }),
      { rootMargin: "200px" },
    );
    sight.observe(element);
    const unfollow = followPointers(element, stage, (spot) => tap.current(spot));
    return () => {
      unfollow();
      sight.disconnect();
      sizes.disconnect();
      unmount();
    };
  }, [id, stage]);

  const kind = pane.name;
  const index = pane.name === "class" ? pane.index : -1;
  useEffect(() => {
    stage.change(id, { pane: kind === "class" ? { name: kind, index } : { name: kind } });
  }, [id, stage, kind, index]);

  return (
    <figure className={styles.pane} data-pane={id}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{title}</span>
        {aside && <span className={styles.aside}>{aside}</span>}
      </figcaption>
      <div ref={room} className={styles.room}>
        <canvas ref={canvas} className={styles.canvas} role="img" aria-label={text.of(name, sample)} />
        {children}
        {reason !== undefined && <p className={styles.reason}>{reason || text.missing}</p>}
        {reason === undefined && isLoading && <p className={styles.waiting}>{text.loading}</p>}
      </div>
    </figure>
  );
}
