import { STATE_LOOKS, type State } from "@/lib/compare/change-map";
import { hexOf } from "@/lib/picture/palette";
import { isMarked } from "@/lib/picture/patterns";
import styles from "./ChangeBar.module.css";

const SIDE = 16;
const PLACES = Array.from(
  { length: SIDE * SIDE },
  (_, place) => [place % SIDE, Math.floor(place / SIDE)] as const,
);

/** A square of what a state is painted with, texture and all. */
export function ChangeSwatch({ state }: { state: State }) {
  const { ground, mark, pattern } = STATE_LOOKS[state];
  const marks = PLACES.filter(([x, y]) => isMarked(pattern, x, y)).map(([x, y]) => `M${x} ${y}h1v1h-1z`);
  return (
    <svg
      className={styles.swatch}
      viewBox={`0 0 ${SIDE} ${SIDE}`}
      aria-hidden="true"
      shapeRendering="crispEdges"
    >
      <rect width={SIDE} height={SIDE} fill={hexOf(ground)} />
      <path d={marks.join("")} fill={hexOf(mark)} />
    </svg>
  );
}
