import type { ReactNode } from "react";
import { useText } from "@/app/i18n/language";
import type { Pane } from "@/lib/picture/look";
import type { Point } from "@/lib/picture/view";
import type { Stage } from "../stage/stage";
import styles from "./Panes.module.css";
import { usePaneCanvas } from "./usePaneCanvas";

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
  const { room, canvas } = usePaneCanvas({ id, stage, pane, onTap });
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
