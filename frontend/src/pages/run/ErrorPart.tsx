import { useMemo } from "react";
import { Link } from "react-router";
import { useText } from "@/app/i18n/language";
import { ErrorBars } from "@/components/charts/ErrorBars";
import { KindLegend } from "@/components/charts/Kinds";
import { Segmented } from "@/components/Segmented";
import { sortBy } from "@/lib/charts/sort";
import { percent, score } from "@/lib/format/number";
import { classLink, picturesLink } from "@/lib/run/links";
import { choice } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "./Block";
import { Calibration } from "./Calibration";
import { ObjectTable } from "./ObjectTable";
import type { Seen } from "./view";

const UNITS = ["union", "lost"] as const;
const SHAPE = { length: choice(UNITS, "union") };

/** What each class loses and to which kind of error; which objects are found; how sure the model is. */
export default function ErrorPart({ seen }: { seen: Seen }) {
  const text = useText().run.errors;
  const kinds = useText().common.kinds;
  const [state, setState] = useUrlState(SHAPE);
  const { diagnosis, run, validation, wanted } = seen;
  const rows = useMemo(
    () =>
      sortBy(
        diagnosis.classes.filter((it) => it.iou !== null),
        (it) => it.iou,
        "up",
      ),
    [diagnosis],
  );
  return (
    <>
      <Block
        title={text.title}
        tools={
          <Segmented
            label={text.unit}
            value={state.length}
            options={UNITS.map((value) => ({ value, label: text.units[value] }))}
            onChange={(length) => setState({ length })}
          />
        }
      >
        <KindLegend />
        <ErrorBars
          rows={rows}
          unit={state.length}
          heads={{ missed: `← ${text.missed}`, false: `${text.false} →` }}
          nameOf={(row) => <Link to={classLink(run.brief.id, row.name, wanted)}>{row.name}</Link>}
          numberOf={(row) => score(row.iou)}
          linkOf={(row, kind) =>
            picturesLink(run.brief.id, validation.index, { classIndex: row.index, kind })
          }
          describe={(row, part) =>
            text.part(
              row.name,
              text[part.side],
              kinds[part.kind],
              percent(part.share),
              text.partUnits[state.length],
            )
          }
        />
      </Block>
      <ObjectTable seen={seen} />
      <Calibration seen={seen} />
    </>
  );
}
