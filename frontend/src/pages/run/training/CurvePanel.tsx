import { lazy, Suspense, useMemo, useState } from "react";
import { useText } from "@/app/i18n/language";
import { useDark } from "@/components/charts/useDark";
import { align, type Panel, positiveOnly } from "@/lib/charts/curves";
import { extentOf } from "@/lib/charts/scale";
import { seriesColour, seriesDash } from "@/lib/charts/series";
import { CurveLegend } from "./CurveLegend";
import styles from "./Curves.module.css";
import type { Series } from "./series";

const CurvePlot = lazy(() => import("@/components/charts/CurvePlot"));
const HEIGHT = 240;
const FEW_POINTS = 60;

interface Props {
  panel: Panel;
  series: readonly Series[];
  log: boolean;
  axis: "step" | "epoch";
  sync: string;
  mark: number | null;
}

/** One chart with its legend, which tells the values at the cursor. */
export function CurvePanel({ panel, series, log, axis, sync, mark }: Props) {
  const text = useText().run.curves;
  const dark = useDark();
  const [at, setAt] = useState<number | null>(null);
  const isOverlaid = series.some((it) => it.runNumber > 0);
  const data = useMemo(() => {
    const [x, ...columns] = align(series);
    return [x, ...(log ? columns.map(positiveOnly) : columns)] as ReturnType<typeof align>;
  }, [series, log]);
  // Runs are told apart by colour, curves by dash; where there is one run, curves have both.
  const numbers = new Map([...new Set(series.map((it) => it.keyNumber))].map((key, place) => [key, place]));
  const lines = series.map((it) => {
    const place = numbers.get(it.keyNumber) ?? 0;
    return {
      label: isOverlaid ? `${it.run.name}: ${it.key}` : it.key,
      colour: seriesColour(isOverlaid ? it.runNumber : place, dark),
      dash: seriesDash(isOverlaid || place >= 7 ? place : 0),
      points: it.x.length <= FEW_POINTS,
    };
  });
  const where = at === null ? undefined : data[0][at];
  return (
    <section className={styles.panel} aria-label={text.panels[panel]}>
      <h3>{text.panels[panel]}</h3>
      <div style={{ minHeight: HEIGHT }}>
        <Suspense>
          <CurvePlot
            label={text.chart(text.panels[panel], series.length)}
            data={data}
            lines={lines}
            log={log && (extentOf(data.slice(1).flat())?.high ?? 0) > 0}
            height={HEIGHT}
            sync={sync}
            mark={mark}
            onCursor={setAt}
          />
        </Suspense>
      </div>
      <CurveLegend series={series} lines={lines} data={data} at={at} where={where} axis={axis} />
    </section>
  );
}
