import { useRef } from "react";
import { linePath, stepPath, type TrendPoint } from "@/lib/charts/line";
import { extentOf, place, rounded, ticks } from "@/lib/charts/scale";
import { score } from "@/lib/format/number";
import styles from "./Trend.module.css";
import { useWidth } from "./useWidth";

interface Props {
  /** What the line shows; the numbers themselves stand in a table nearby. */
  label: string;
  points: readonly TrendPoint[];
  chosen?: number | null;
  height?: number;
  /** The best so far at each point: what counts where single points jump about. */
  best?: readonly (number | null)[];
  /** Words below the axis, first and last. */
  ends?: readonly [string, string];
  onPick?(index: number): void;
}

/** More points are a cloud, in which a line hides what it joins. */
const MOST_JOINED = 100;
const EDGE = { left: 34, right: 10, top: 10, bottom: 20 };

/** A score over time as a line; gaps where it is not defined. */
export function Trend({ label, points, chosen = null, height = 160, best, ends, onPick }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const extent = extentOf(points.map((point) => point.value));
  if (!extent) return null;
  const axis = rounded(extent, 4, { low: 0, high: 1 });
  const marks = ticks(axis);
  const isFew = points.length <= MOST_JOINED;
  const digits = (marks[1] ?? 1) - (marks[0] ?? 0) < 0.01 ? 3 : 2;
  const x = (index: number) =>
    place(index, { low: 0, high: points.length - 1 }, EDGE.left, width - EDGE.right);
  const y = (value: number) => place(value, axis, height - EDGE.bottom, EDGE.top);
  return (
    <div ref={frame} style={{ height }}>
      {width > 0 && (
        <svg
          className={styles.chart}
          viewBox={`0 0 ${width} ${height}`}
          height={height}
          role="img"
          aria-label={label}
        >
          {marks.map((value) => (
            <g key={value}>
              <line
                className={styles.grid}
                x1={EDGE.left}
                x2={width - EDGE.right}
                y1={y(value)}
                y2={y(value)}
              />
              <text x={EDGE.left - 6} y={y(value)} textAnchor="end" dominantBaseline="central">
                {score(value, digits)}
              </text>
            </g>
          ))}
          {chosen !== null && (
            <line
              className={styles.rule}
              x1={x(chosen)}
              x2={x(chosen)}
              y1={EDGE.top}
              y2={height - EDGE.bottom}
            />
          )}
          {isFew && <path className={styles.line} d={linePath(points, x, y)} />}
          {best && <path className={styles.best} d={stepPath(best, x, y)} />}
          {points.map((point, index) =>
            point.value === null ? null : (
              // biome-ignore lint/a11y/noStaticElementInteractions: keys have the slider, or the table
              <circle
                key={point.key}
                className={`${styles.dot} ${index === chosen ? styles.chosen : ""}`}
                cx={x(index)}
                cy={y(point.value)}
                r={isFew ? 4 : 2}
                style={onPick && { cursor: "pointer" }}
                onClick={onPick && (() => onPick(index))}
              >
                <title>{point.title}</title>
              </circle>
            ),
          )}
          {ends && (
            <>
              <text x={EDGE.left} y={height - 4}>
                {ends[0]}
              </text>
              <text x={width - EDGE.right} y={height - 4} textAnchor="end">
                {ends[1]}
              </text>
            </>
          )}
        </svg>
      )}
    </div>
  );
}
