import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { Pane } from "@/lib/picture/look";
import type { Point } from "@/lib/picture/view";
import { followPointers } from "../stage/gestures";
import type { Stage } from "../stage/stage";

interface Options {
  id: string;
  stage: Stage;
  pane: Pane;
  /** Hears of a tap, in CSS pixels of the pane. Without it pointers do not move what is seen: a link's picture. */
  onTap?(place: Point): void;
}

/** Let the stage paint a canvas that fills a room, as large as the room is and as long as it is in sight. */
export function usePaneCanvas({ id, stage, pane, onTap }: Options): {
  room: RefObject<HTMLDivElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
} {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tap = useRef(onTap);
  tap.current = onTap;
  const isMoved = onTap !== undefined;
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
    const unfollow = isMoved ? followPointers(element, stage, (place) => tap.current?.(place)) : undefined;
    return () => {
      unfollow?.();
      sight.disconnect();
      sizes.disconnect();
      unmount();
    };
  }, [id, stage, isMoved]);

  const kind = pane.name;
  const index = pane.name === "class" ? pane.index : -1;
  useEffect(() => {
    stage.change(id, { pane: kind === "class" ? { name: kind, index } : { name: kind } });
  }, [id, stage, kind, index]);
  return { room, canvas };
}
