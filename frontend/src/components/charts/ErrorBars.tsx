import { Fragment, type ReactNode, useRef } from "react";
import { Link } from "react-router";
import { errorParts, longestSide, type Part, type Side, type Unit } from "@/lib/charts/stack";
import { percent } from "@/lib/format/number";
import type { ErrorKind } from "@/lib/picture/list";
import styles from "./ErrorBars.module.css";
import { KIND_STYLES } from "./Kinds";
import { useWidth } from "./useWidth";

export interface ErrorRow {
  index: number;
  iou: number | null;
  false: Record<ErrorKind, number | null>;
  missed: Record<ErrorKind, number | null>;
}

interface Props<Row extends ErrorRow> {
  rows: readonly Row[];
  unit: Unit;
  nameOf(row: Row): ReactNode;
  numberOf(row: Row): ReactNode;
  linkOf(row: Row, kind: ErrorKind): string;
  describe(row: Row, part: Part): string;
  heads: Record<Side, string>;
}

/** Narrower parts would be missed by fingers: they are seen, and reached on the class's own page. */
const LEAST_TARGET = 24;
const LEAST_NUMBER = 40;

/** What each class loses: missed pixels to the left, false ones to the right, each by its three kinds. */
export function ErrorBars<Row extends ErrorRow>(props: Props<Row>) {
  const { rows, unit, nameOf, numberOf, linkOf, describe, heads } = props;
  const axis = useRef<HTMLSpanElement>(null);
  const room = useWidth(axis) / 2;
  const bars = rows.map((row) => errorParts(row, unit));
  const most = longestSide(bars) || 1;
  return (
    <div className={styles.chart}>
      <span />
      <span className={styles.head} ref={axis}>
        <span>{heads.missed}</span>
        <span>{heads.false}</span>
      </span>
      <span />
      {rows.map((row, at) => (
        <Fragment key={row.index}>
          <span className={styles.name}>{nameOf(row)}</span>
          <span className={styles.bar}>
            {(["missed", "false"] as const).map((side) => (
              <span key={side} className={`${styles.side} ${styles[side]}`}>
                {bars[at]
                  ?.filter((part) => part.side === side && part.share > 0)
                  .map((part) => (
                    <PartBar
                      key={part.kind}
                      part={part}
                      width={(part.share / most) * room}
                      link={linkOf(row, part.kind)}
                      words={describe(row, part)}
                    />
                  ))}
              </span>
            ))}
          </span>
          <span className={styles.value}>{numberOf(row)}</span>
        </Fragment>
      ))}
    </div>
  );
}

function PartBar({ part, width, link, words }: { part: Part; width: number; link: string; words: string }) {
  const look = { className: `${styles.part} ${KIND_STYLES[part.kind]}`, style: { width }, title: words };
  if (width < LEAST_TARGET) return <span role="img" aria-label={words} {...look} />;
  return (
    <Link to={link} aria-label={words} {...look}>
      {width >= LEAST_NUMBER && (
        <span className={styles.number} aria-hidden="true">
          {percent(part.share)}
        </span>
      )}
    </Link>
  );
}
