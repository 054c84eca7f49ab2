import { useEffect, useRef } from "react";
import { toPane } from "@/lib/picture/view";
import type { Stage } from "../stage/stage";
import styles from "./Panes.module.css";

/** Marks in each pane the pixel that is pointed at in one of them. */
export function Cross({ stage }: { stage: Stage }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const move = () => {
      const element = mark.current;
      const room = element?.parentElement;
      if (!element || !room) return;
      const spot = stage.cursor.get();
      element.hidden = spot === null;
      if (!spot) return;
      const pane = { width: room.clientWidth, height: room.clientHeight };
      const place = toPane(stage.view(pane), pane, { x: spot.x + 0.5, y: spot.y + 0.5 });
      element.style.transform = `translate(${place.x}px, ${place.y}px)`;
    };
    move();
    const ends = [stage.cursor.subscribe(move), stage.painted.subscribe(move)];
    return () => ends.forEach((end) => void end());
  }, [stage]);
  return <div ref={mark} className={styles.cross} aria-hidden="true" hidden />;
}
