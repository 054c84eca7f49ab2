import { useMemo } from "react";
import { useText } from "@/app/i18n/language";
import { FlowChart } from "@/components/charts/FlowChart";
import { Segmented } from "@/components/Segmented";
import { MINUS, percent, score } from "@/lib/format/number";
import { picturesLink } from "@/lib/run/links";
import { choice } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "./Block";
import type { Seen } from "./view";

const COUNTS = ["12", "24", "48"] as const;
const SHAPE = { flows: choice(COUNTS, "12") };
const GREY = "#808080";

/** A cost that rounds to nothing is still one. */
function cost(value: number): string {
  return value < 0.0005 ? `<${score(0.001)}` : `${MINUS}${score(value)}`;
}

/** The confusions that cost the most mIoU, as flows from true to predicted classes. */
export function Flows({ seen }: { seen: Seen }) {
  const text = useText().run;
  const [state, setState] = useUrlState(SHAPE);
  const { diagnosis, run, validation, nameOf } = seen;
  const flows = useMemo(
    () =>
      diagnosis.flows
        .map((flow) => ({
          from: flow.true_class,
          to: flow.predicted_class,
          value: flow.lost_miou ?? 0,
          flow,
        }))
        .sort((a, b) => b.value - a.value)
        .slice(0, Number(state.flows)),
    [diagnosis, state.flows],
  );
  return (
    <Block
      title={text.flows.title}
      why={text.flows.why}
      tools={
        diagnosis.flows.length > 12 && (
          <Segmented
            label={text.flows.most}
            value={state.flows}
            options={COUNTS.map((value) => ({ value, label: value }))}
            onChange={(value) => setState({ flows: value })}
          />
        )
      }
    >
      {flows.length === 0 ? (
        <p>{text.flows.none}</p>
      ) : (
        <FlowChart
          label={text.flows.chart}
          flows={flows}
          nameOf={nameOf}
          colourOf={(index) => run.classes[index]?.colour ?? GREY}
          costOf={cost}
          linkOf={({ from, to }) =>
            picturesLink(run.brief.id, validation.index, { classIndex: from, taken: to })
          }
          describe={({ flow }) =>
            text.matrix.pair(
              nameOf(flow.true_class),
              nameOf(flow.predicted_class),
              percent(flow.share_of_class, 1),
              percent(flow.share_of_lost_iou),
              flow.images,
            )
          }
        />
      )}
    </Block>
  );
}
