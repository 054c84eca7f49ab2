import type { ValidationBrief } from "@/api/runs";
import { linePath } from "@/lib/charts/line";
import { extentOf, place } from "@/lib/charts/scale";
import styles from "./ValidationBar.module.css";

const WIDTH = 1000;
const HEIGHT = 24;
/** As far as the slider's thumb keeps from the edges. */
const EDGE = 8;

/** The mIoU of all validations behind the slider, so that one sees where to move it. */
export function Spark({ validations, at }: { validations: readonly ValidationBrief[]; at: number }) {
  const points = validations.map(({ miou }) => ({ value: miou }));
  const extent = extentOf(points.map((point) => point.value));
  if (!extent) return null;
  const last = Math.max(points.length - 1, 1);
  const y = (value: number) => place(value, extent, HEIGHT - 2, 2);
  const line = linePath(points, (index) => (index / last) * WIDTH, y);
  return (
    <svg
      className={styles.spark}
      style={{ marginInline: EDGE }}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={line} vectorEffect="non-scaling-stroke" />
      <line
        x1={(at / last) * WIDTH}
        x2={(at / last) * WIDTH}
        y1="0"
        y2={HEIGHT}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
