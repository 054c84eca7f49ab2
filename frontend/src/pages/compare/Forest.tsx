import { Link } from "react-router";
import type { ComparisonView, ScoreChange } from "@/api/comparison";
import { useText } from "@/app/i18n/language";
import { ClassSwatch } from "@/components/ClassSwatch";
import { Segmented } from "@/components/Segmented";
import {
  FOREST_ORDERS,
  type ForestOrder,
  type ForestScale,
  forestScale,
  sortChanges,
} from "@/lib/compare/forest";
import { pValue } from "@/lib/compare/p-value";
import { pointChange, pointInterval, points } from "@/lib/format/points";
import { paths, withSearch } from "@/lib/paths/paths";
import { Block } from "@/pages/run/Block";
import styles from "./Forest.module.css";
import { ForestBar } from "./ForestBar";
import { VerdictWord } from "./VerdictWord";

interface Props {
  found: ComparisonView;
  order: ForestOrder;
  onOrder(order: ForestOrder): void;
}

/** All changes with their intervals around the line of no change. */
export function Forest({ found, order, onOrder }: Props) {
  const text = useText().compare.forest;
  const scale = forestScale([found.overall, ...found.others, ...found.classes]);
  const classes = sortChanges(found.classes, order);
  const b = found.b.runs[0];
  return (
    <Block
      title={text.title}
      why={text.why}
      tools={
        <Segmented
          label={text.sort}
          value={order}
          options={FOREST_ORDERS.map((value) => ({ value, label: text.orders[value] }))}
          onChange={onOrder}
        />
      }
    >
      <table className={styles.table}>
        <caption className="visually-hidden">{text.table}</caption>
        <Head scale={scale} />
        <tbody>
          <tr className={styles.group}>
            <th colSpan={7} scope="rowgroup">
              {text.whole}
            </th>
          </tr>
          {[found.overall, ...found.others].map((change, place) => (
            <Row
              key={change.name}
              change={change}
              scale={scale}
              hasVerdict={place === 0}
              name={text.scores[change.name] ?? change.name}
            />
          ))}
        </tbody>
        <tbody>
          <tr className={styles.group}>
            <th colSpan={7} scope="rowgroup">
              {text.classes}
            </th>
          </tr>
          {classes.map((change) => {
            const of = found.class_set.find((it) => it.name === change.name);
            return (
              <Row
                key={change.name}
                change={change}
                scale={scale}
                hasVerdict
                name={
                  b ? (
                    <Link
                      to={withSearch(paths.runClass(b.run, change.name), { validation: b.validation })}
                      title={text.openClass(change.name)}
                      className={styles.class}
                    >
                      {of ? <ClassSwatch {...of} /> : change.name}
                    </Link>
                  ) : (
                    change.name
                  )
                }
              />
            );
          })}
        </tbody>
      </table>
    </Block>
  );
}

function Head({ scale }: { scale: ForestScale }) {
  const text = useText().compare.forest.columns;
  const share = (value: number) => ((value - scale.low) / (scale.high - scale.low)) * 100;
  return (
    <thead>
      <tr>
        <th scope="col">{text.name}</th>
        <th scope="col" className={styles.number}>
          {text.a}
        </th>
        <th scope="col" className={styles.number}>
          {text.b}
        </th>
        <th scope="col" className={styles.plot}>
          <span className="visually-hidden">{text.plot}</span>
          <span className={styles.axis} aria-hidden="true">
            {scale.marks.map((mark) => (
              <span key={mark} style={{ left: `${share(mark)}%` }}>
                {mark === 0 ? "0" : pointChange(mark, (scale.high - scale.low) / 6 < 0.01 ? 1 : 0)}
              </span>
            ))}
          </span>
        </th>
        <th scope="col" className={styles.number}>
          {text.change}
        </th>
        <th scope="col">{text.interval}</th>
        <th scope="col">{text.verdict}</th>
      </tr>
    </thead>
  );
}

interface RowProps {
  change: ScoreChange;
  scale: ForestScale;
  name: React.ReactNode;
  /** The verdict on the run is that on mIoU; the other scores of the whole split stand without one. */
  hasVerdict: boolean;
}

function Row({ change, scale, name, hasVerdict }: RowProps) {
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {name}
      </th>
      <td className={styles.number}>{points(change.a)}</td>
      <td className={styles.number}>{points(change.b)}</td>
      <td className={styles.plot}>
        <ForestBar change={change} scale={scale} verdict={hasVerdict ? change.verdict : null} />
      </td>
      <td className={`${styles.number} ${styles.change}`}>{pointChange(change.difference)}</td>
      <td className={styles.interval}>{pointInterval(change.low, change.high)}</td>
      <td>
        {hasVerdict ? (
          <VerdictWord change={change} />
        ) : (
          <span className={styles.soft}>{pValue(change.p)}</span>
        )}
      </td>
    </tr>
  );
}
