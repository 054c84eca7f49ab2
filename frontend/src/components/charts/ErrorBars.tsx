import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";
import { errorParts, longestSide, type Part, type Side, type Unit } from "@/lib/charts/stack";
import { percent } from "@/lib/format/number";
import type { ErrorKind } from "@/lib/picture/list";
import styles from "./ErrorBars.module.css";
import { KIND_STYLES } from "./Kinds";

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

/** What each class loses: missed pixels to the left, false ones to the right, each by its three kinds. */
export function ErrorBars<Row extends ErrorRow>(props: Props<Row>) {
  const { rows, unit, nameOf, numberOf, linkOf, describe, heads } = props;
  const bars = rows.map((row) => errorParts(row, unit));
  const most = longestSide(bars) || 1;
  return (
    <div className={styles.chart}>
      <span />
      <span className={styles.head}>
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
                    <Link
                      key={part.kind}
                      to={linkOf(row, part.kind)}
                      className={`${styles.part} ${KIND_STYLES[part.kind]}`}
                      style={{ width: `${(part.share / most) * 100}%` }}
                      aria-label={describe(row, part)}
                      title={describe(row, part)}
                    >
                      {part.share / most > 0.16 && (
                        <span className={styles.number} aria-hidden="true">
                          {percent(part.share)}
                        </span>
                      )}
                    </Link>
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
