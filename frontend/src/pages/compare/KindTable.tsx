import { useState } from "react";
import type { ComparisonView, KindChange } from "@/api/comparison";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { ClassSwatch } from "@/components/ClassSwatch";
import { KIND_STYLES } from "@/components/charts/Kinds";
import { count } from "@/lib/format/number";
import { pointChange, points } from "@/lib/format/points";
import { ERROR_KINDS } from "@/lib/picture/list";
import { Block } from "@/pages/run/Block";
import styles from "./Compare.module.css";

const FIRST = 8;

/** Which kinds of errors of which classes moved, the largest first. */
export function KindTable({ found }: { found: ComparisonView }) {
  const text = useText().compare.kinds;
  const [isWhole, setWhole] = useState(false);
  const moved = found.kinds.filter((kind) => gainOf(kind) !== 0 || kind.fixed !== 0 || kind.broken !== 0);
  const shown = isWhole ? moved : moved.slice(0, FIRST);
  const most = Math.max(0.001, ...moved.map((kind) => Math.abs(gainOf(kind))));
  return (
    <Block title={text.title} why={text.why}>
      {moved.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section className={styles.scroll} tabIndex={0} aria-label={text.table}>
          <table className={styles.table}>
            <caption className="visually-hidden">{text.table}</caption>
            <thead>
              <tr>
                <th scope="col">{text.columns.what}</th>
                <th scope="col" className={styles.number}>
                  {text.columns.a}
                </th>
                <th scope="col" className={styles.number}>
                  {text.columns.b}
                </th>
                <th scope="col" colSpan={2}>
                  {text.columns.change}
                </th>
                <th scope="col">{text.columns.pixels}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((kind) => (
                <KindRow key={`${kind.name} ${kind.kind}`} kind={kind} found={found} most={most} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {moved.length > FIRST && (
        <p>
          <Button onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
            {isWhole ? text.less : text.more(moved.length - FIRST)}
          </Button>
        </p>
      )}
    </Block>
  );
}

interface RowProps {
  kind: KindChange;
  found: ComparisonView;
  most: number;
}

function KindRow({ kind, found, most }: RowProps) {
  const text = useText();
  const language = useLanguage();
  const of = found.class_set.find((it) => it.name === kind.name);
  const known = ERROR_KINDS.find((it) => it === kind.kind);
  const gain = gainOf(kind);
  const pixels = (mean: number | null) => count(Math.round(mean ?? 0), language);
  const way = gain > 0 ? styles.better : gain < 0 ? styles.worse : styles.soft;
  return (
    <tr>
      <th scope="row">
        <span className={styles.kind}>
          {of ? <ClassSwatch {...of} /> : kind.name}
          <span className={`${styles.swatch} ${known ? KIND_STYLES[known] : ""}`} aria-hidden="true" />
          {known ? text.common.kinds[known] : kind.kind}
        </span>
      </th>
      <td className={styles.number}>{points(kind.lost_a)}</td>
      <td className={styles.number}>{points(kind.lost_b)}</td>
      <td className={`${styles.number} ${way}`}>
        <span aria-hidden="true">{gain > 0 ? "▲ " : gain < 0 ? "▼ " : ""}</span>
        {pointChange(gain)}
      </td>
      <td className={styles.gain}>
        <span
          className={way}
          style={{ width: `${(Math.abs(gain) / most) * 50}%`, left: gain < 0 ? undefined : "50%" }}
          data-way={gain < 0 ? "less" : "more"}
          aria-hidden="true"
        />
      </td>
      <td className={styles.soft}>{text.compare.kinds.pixels(pixels(kind.fixed), pixels(kind.broken))}</td>
    </tr>
  );
}

function gainOf(kind: KindChange): number {
  return (kind.lost_a ?? 0) - (kind.lost_b ?? 0);
}
