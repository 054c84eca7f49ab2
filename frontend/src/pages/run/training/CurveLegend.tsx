import { useText } from "@/app/i18n/language";
import type { PlotLine } from "@/components/charts/CurvePlot";
import { type Aligned, valueAt } from "@/lib/charts/curves";
import { extentOf } from "@/lib/charts/scale";
import { compact, score } from "@/lib/format/number";
import styles from "./Curves.module.css";
import type { Series } from "./series";

interface Props {
  series: readonly Series[];
  lines: readonly PlotLine[];
  data: Aligned;
  at: number | null;
  where: number | undefined;
  axis: "step" | "epoch";
}

/** The lines of a chart with their values: at the cursor, at the end, the least and the most. */
export function CurveLegend({ series, lines, data, at, where, axis }: Props) {
  const text = useText().run.curves;
  const write = (it: Series, value: number | null | undefined) =>
    it.panel === "score" ? score(value) : compact(value);
  return (
    <table className={styles.legend}>
      <thead>
        <tr>
          <th scope="col">{text.curve}</th>
          <th scope="col">
            {where === undefined ? text.now : text.here(`${compact(where)} ${text.axes[axis]}`)}
          </th>
          <th scope="col">{text.last}</th>
          <th scope="col">{text.least}</th>
          <th scope="col">{text.most}</th>
        </tr>
      </thead>
      <tbody>
        {series.map((it, place) => {
          const line = lines[place];
          const column = data[place + 1] ?? [];
          const extent = extentOf(it.y);
          return (
            <tr key={`${it.run.id} ${it.key}`}>
              <th scope="row">
                <svg width="22" height="8" aria-hidden="true">
                  <line
                    x1="0"
                    x2="22"
                    y1="4"
                    y2="4"
                    stroke={line?.colour}
                    strokeWidth="2.5"
                    strokeDasharray={line?.dash.join(" ")}
                  />
                </svg>
                {line?.label}
              </th>
              <td>{at === null ? "" : write(it, valueAt(column, at))}</td>
              <td>
                {write(
                  it,
                  it.y.findLast((value) => value !== null),
                )}
              </td>
              <td>{write(it, extent?.low)}</td>
              <td>{write(it, extent?.high)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
