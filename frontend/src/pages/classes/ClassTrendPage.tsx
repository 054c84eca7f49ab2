import { useMemo } from "react";
import { useNavigate, useParams } from "react-router";
import { useClassTrend } from "@/api/useRuns";
import { useLanguage, useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { Trend } from "@/components/charts/Trend";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { Segmented } from "@/components/Segmented";
import { Select } from "@/components/Select";
import { count, score } from "@/lib/format/number";
import { date } from "@/lib/format/time";
import { paths } from "@/lib/paths/paths";
import { measuredAlike, TREND_SCORES, withBestBefore } from "@/lib/run/trend";
import { choice, text as textCodec } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { TrendTable } from "./TrendTable";

const SHAPE = { score: choice(TREND_SCORES, "iou"), measured: textCodec("~") };

/** One class over all runs: whether the team gets better at it. */
export default function ClassTrendPage() {
  const { name = "" } = useParams();
  const text = useText().classes.over;
  const language = useLanguage();
  const navigate = useNavigate();
  const [state, setState] = useUrlState(SHAPE);
  const { data: trend, error, refetch } = useClassTrend(name);
  const groups = useMemo(() => measuredAlike(trend?.points ?? []), [trend]);
  // Until somebody chooses: what most runs were measured on.
  const measured = state.measured === "~" ? (groups[0]?.key ?? "") : state.measured;
  const points = useMemo(() => {
    const group = groups.find((it) => it.key === measured);
    return withBestBefore(group?.points ?? trend?.points ?? [], state.score);
  }, [groups, measured, trend, state.score]);

  if (error && !trend) return <ErrorState error={error} onRetry={refetch} page />;
  const [first, last] = [points[0], points.at(-1)];
  return (
    <Page
      title={text.title(name)}
      lead={<span>{text.why}</span>}
      actions={
        <>
          <Segmented
            label={text.score}
            value={state.score}
            options={TREND_SCORES.map((value) => ({ value, label: text.scores[value] }))}
            onChange={(value) => setState({ score: value })}
          />
          <Select
            label={text.measured}
            value={measured}
            options={[
              ...groups.map((group) => ({
                value: group.key,
                label: text.measuredOn(count(group.images, language), group.split, group.points.length),
              })),
              { value: "", label: text.everywhere },
            ]}
            onChange={(value) => setState({ measured: value })}
          />
        </>
      }
    >
      {!trend && <Loading />}
      {trend && (
        <>
          <Trend
            label={text.chart(name, text.scores[state.score], points.length)}
            height={260}
            best={points.map((it) => it.best)}
            points={points.map(({ point, value }) => ({
              key: point.run.id,
              value,
              title: `${point.run.name}: ${score(value)}`,
            }))}
            ends={
              first &&
              last && [date(first.point.run.created_at, language), date(last.point.run.created_at, language)]
            }
            onPick={(at) => {
              const picked = points[at];
              if (picked) navigate(paths.runClass(picked.point.run.id, name));
            }}
          />
          <TrendTable name={name} points={points} />
        </>
      )}
    </Page>
  );
}
