import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { Aligned } from "@/lib/charts/curves";
import { readColour } from "@/lib/colour/read";
import { compact } from "@/lib/format/number";
import styles from "./CurvePlot.module.css";
import { useDark } from "./useDark";
import { useWidth } from "./useWidth";

export interface PlotLine {
  label: string;
  colour: string;
  dash: number[];
  /** Few values: each is marked. */
  points: boolean;
}

interface Props {
  label: string;
  data: Aligned;
  lines: readonly PlotLine[];
  log: boolean;
  height: number;
  /** All charts of one page move one cursor. */
  sync: string;
  /** A place that is marked by a line: the validation that the page shows. */
  mark: number | null;
  onCursor(index: number | null): void;
}

/** Curves on a canvas; drawing over them zooms, a double press shows all again, arrows move the cursor. */
export default function CurvePlot({ label, data, lines, log, height, sync, mark, onCursor }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const width = useWidth(place);
  const dark = useDark();
  const told = useRef({ onCursor, mark });
  told.current = { onCursor, mark };
  const shape = JSON.stringify([lines, log, sync, dark, height]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says when the chart is another one
  useEffect(() => {
    if (!place.current || width === 0) return;
    const made = new uPlot(
      options(lines, { log, sync, width, height, told }),
      data as uPlot.AlignedData,
      place.current,
    );
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [shape, width > 0]);

  useEffect(() => plot.current?.setData(data as uPlot.AlignedData), [data]);
  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark is read when it is drawn
  useEffect(() => plot.current?.redraw(false), [mark]);

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const drawn = plot.current;
    if (!step || !drawn) return;
    event.preventDefault();
    const places = drawn.data[0];
    const at = Math.min(
      Math.max((drawn.cursor.idx ?? (step > 0 ? -1 : places.length)) + step, 0),
      places.length - 1,
    );
    const x = places[at];
    if (x !== undefined) drawn.setCursor({ left: drawn.valToPos(x, "x"), top: height / 3 });
  }

  return (
    <div
      ref={place}
      className={styles.plot}
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the cursor, whose values stand in the legend
      tabIndex={0}
      style={{ height }}
      onKeyDown={onKeyDown}
    />
  );
}

interface Drawn {
  log: boolean;
  sync: string;
  width: number;
  height: number;
  told: React.RefObject<{ onCursor(index: number | null): void; mark: number | null }>;
}

function options(lines: readonly PlotLine[], { log, sync, width, height, told }: Drawn): uPlot.Options {
  const [ink, line, accent] = [readColour("text-soft"), readColour("line"), readColour("accent")];
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  return {
    width,
    height,
    legend: { show: false },
    scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
    cursor: { sync: { key: sync }, points: { size: 6 }, drag: { x: true, y: false } },
    axes: [
      axis,
      {
        ...axis,
        size: 56,
        values: (_plot, values) => values.map((value) => (value === null ? "" : compact(value))),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, colour, dash, points }) => ({
        label,
        stroke: colour,
        width: 1.75,
        dash,
        points: { show: points, size: 5, fill: colour },
      })),
    ],
    hooks: {
      setCursor: [(plot) => told.current.onCursor(plot.cursor.idx ?? null)],
      draw: [(plot) => drawMark(plot, told.current.mark, accent)],
    },
  };
}

function drawMark(plot: uPlot, mark: number | null, colour: string): void {
  if (mark === null) return;
  const x = plot.valToPos(mark, "x", true);
  if (x < plot.bbox.left || x > plot.bbox.left + plot.bbox.width) return;
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, plot.bbox.top);
  ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
  ctx.stroke();
  ctx.restore();
}
