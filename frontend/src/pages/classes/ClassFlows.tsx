import { Link } from "react-router";
import { useLanguage, useText } from "@/app/i18n/language";
import { Hatch } from "@/components/ClassSwatch";
import { count, percent } from "@/lib/format/number";
import { picturesLink } from "@/lib/run/links";
import type { Pair } from "@/lib/run/pairs";
import { Block } from "../run/Block";
import overview from "../run/Overview.module.css";
import type { Seen } from "../run/view";
import styles from "./Class.module.css";

const MOST = 8;

/** What the class is taken for, and what is taken for it, each with its pictures. */
export function ClassFlows({ seen, index }: { seen: Seen; index: number }) {
  const text = useText().classes;
  const language = useLanguage();
  const { pairs, nameOf } = seen;
  const out = pairs.from(index).slice(0, MOST);
  const into = pairs.into(index).slice(0, MOST);
  const name = nameOf(index);
  return (
    <div className={overview.pair}>
      <Block title={text.outgoing(name)}>
        <FlowList
          seen={seen}
          flows={out}
          otherOf={(flow) => flow.predicted}
          describe={(flow) =>
            text.flowOut(
              nameOf(flow.predicted),
              percent(flow.shareOfClass, 1),
              percent(flow.shareOfLost),
              flow.images,
            )
          }
          numberOf={(flow) => text.flow(percent(flow.shareOfClass, 1), flow.images)}
        />
      </Block>
      <Block title={text.incoming(name)}>
        <FlowList
          seen={seen}
          flows={into}
          otherOf={(flow) => flow.truth}
          describe={(flow) =>
            text.flowIn(
              nameOf(flow.truth),
              percent(flow.shareOfClass, 1),
              count(flow.pixels, language),
              flow.images,
            )
          }
          numberOf={(flow) => text.flow(`${count(flow.pixels, language)} px`, flow.images)}
        />
      </Block>
    </div>
  );
}

interface ListProps {
  seen: Seen;
  flows: readonly Pair[];
  otherOf(flow: Pair): number;
  describe(flow: Pair): string;
  numberOf(flow: Pair): string;
}

function FlowList({ seen, flows, otherOf, describe, numberOf }: ListProps) {
  const text = useText().classes;
  const { run, validation, nameOf } = seen;
  const most = flows[0]?.pixels ?? 1;
  if (flows.length === 0) return <p>{text.noFlow}</p>;
  return (
    <ol className={styles.flows}>
      {flows.map((flow) => {
        const other = run.classes[otherOf(flow)];
        return (
          <li key={otherOf(flow)}>
            <Link
              to={picturesLink(run.brief.id, validation.index, {
                classIndex: flow.truth,
                taken: flow.predicted,
              })}
              title={describe(flow)}
            >
              <span className={styles.other}>
                {other && <Hatch colour={other.colour} index={other.index} />}
                {nameOf(otherOf(flow))}
              </span>
              <span className={styles.bar}>
                <span style={{ width: `${(flow.pixels / most) * 100}%` }} />
              </span>
              <span className={styles.share}>{numberOf(flow)}</span>
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
