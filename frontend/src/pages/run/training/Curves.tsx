import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { curvesQuery, type RunView, runQuery, type ValidationBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Loading } from "@/components/Loading";
import { firstKeys, MOST_CURVES, PANELS, panelOf } from "@/lib/charts/curves";
import { choice, flag, list, number } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "../Block";
import { CurvePanel } from "./CurvePanel";
import styles from "./Curves.module.css";
import { CurveTools } from "./CurveTools";
import { seriesOf } from "./series";

/** `~` = as at first; a text that no key has. */
const AS_AT_FIRST = ["~"];
const SHAPE = {
  curves: list(AS_AT_FIRST),
  with: list(),
  axis: choice(["step", "epoch"], "step"),
  log: flag(false),
  smooth: number({ fallback: 0, least: 0, most: 0.99 }),
};

/** Loss, rate and scores along the training, of this run and of those laid over it. */
export function Curves({ run, validation }: { run: RunView; validation: ValidationBrief | null }) {
  const text = useText().run.curves;
  const [state, setState] = useUrlState(SHAPE);
  const { id } = run.brief;
  const { data: named } = useQuery(curvesQuery(id, []));
  const all = useMemo(() => named?.keys ?? [], [named]);
  const isFirst = state.curves[0] === AS_AT_FIRST[0];
  const chosen = useMemo(
    () => (isFirst ? firstKeys(all) : state.curves.filter((key) => all.includes(key)).slice(0, MOST_CURVES)),
    [isFirst, all, state.curves],
  );
  const others = state.with.filter((other) => other !== id).slice(0, 7);
  const ids = [id, ...others];
  const answers = useQueries({
    queries: ids.map((each) => ({ ...curvesQuery(each, chosen), enabled: chosen.length > 0 })),
  });
  const runs = useQueries({ queries: ids.map((each) => runQuery(each)) });
  const series = seriesOf(
    ids.flatMap((each, at) => {
      const [curves, view] = [answers[at]?.data, runs[at]?.data];
      return curves && view ? [{ id: each, number: at, view, curves: curves.curves }] : [];
    }),
    { chosen, axis: state.axis, smooth: state.smooth },
  );

  return (
    <Block
      title={text.title}
      why={text.zoom}
      tools={
        <CurveTools
          all={all}
          chosen={chosen}
          isFirst={isFirst}
          others={runs.slice(1).flatMap((it) => (it.data ? [it.data.brief] : []))}
          run={id}
          state={state}
          onCurves={(curves) => setState({ curves: curves ?? AS_AT_FIRST })}
          onChange={setState}
        />
      }
    >
      {!named && <Loading />}
      {named && all.length === 0 && (
        <p>
          {text.none} {text.noneWhy}
        </p>
      )}
      <div className={styles.panels}>
        {PANELS.filter((panel) => chosen.some((key) => panelOf(key) === panel)).map((panel) => (
          <CurvePanel
            key={panel}
            panel={panel}
            series={series.filter((it) => it.panel === panel)}
            log={state.log && panel !== "score"}
            axis={state.axis}
            sync={id}
            mark={validation && (state.axis === "step" ? validation.step : validation.epoch)}
          />
        ))}
      </div>
    </Block>
  );
}
