import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { Link } from "react-router";
import type { RunBrief } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { RunStatus } from "@/components/charts/RunStatus";
import { SortHead } from "@/components/charts/SortHead";
import { type Direction, type Order, pressed, writeOrder } from "@/lib/charts/sort";
import { count, score } from "@/lib/format/number";
import { dateTime, relativeTime } from "@/lib/format/time";
import { useMedia } from "@/lib/media/useMedia";
import { paths } from "@/lib/paths/paths";
import styles from "./RunsPage.module.css";

export const COLUMNS = ["name", "user", "created_at", "kind", "status", "miou", "images"] as const;
export type Column = (typeof COLUMNS)[number];

/** Words begin with A, numbers and times with the greatest. */
const FIRST: Record<Column, Direction> = {
  name: "up",
  user: "up",
  created_at: "down",
  kind: "up",
  status: "up",
  miou: "down",
  images: "down",
};

export function valueOfColumn(run: RunBrief, column: Column): string | number | null {
  return run[column];
}

interface Props {
  runs: readonly RunBrief[];
  order: Order<Column>;
  chosen: readonly string[];
  onSort(word: string): void;
  onChoose(id: string): void;
}

/** The runs as a table of which only the rows in sight are drawn. */
export function RunTable({ runs, order, chosen, onSort, onChoose }: Props) {
  const text = useText().runs;
  const scroll = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia("(max-width: 45rem)");
  const height = isNarrow ? 64 : 36;
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    getItemKey: (index) => runs[index]?.id ?? index,
    overscan: 12,
  });
  return (
    <div ref={scroll} className={styles.scroll} key={height}>
      <table aria-label={text.table} aria-rowcount={runs.length + 1} className={styles.table}>
        <thead className={styles.head}>
          <tr className={styles.row} aria-rowindex={1}>
            <td className={styles.choice} />
            {COLUMNS.map((column) => (
              <SortHead
                key={column}
                column={column}
                order={order}
                className={styles[column]}
                note={column === "miou" ? text.miouNote : undefined}
                onPress={() => onSort(writeOrder(pressed(order, column, FIRST[column])))}
              >
                {text.columns[column]}
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody className={styles.body} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const run = runs[item.index];
            return run ? (
              <Row
                key={run.id}
                run={run}
                place={item.index}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                isChosen={chosen.includes(run.id)}
                onChoose={onChoose}
              />
            ) : null;
          })}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  run: RunBrief;
  place: number;
  style: React.CSSProperties;
  isChosen: boolean;
  onChoose(id: string): void;
}

function Row({ run, place, style, isChosen, onChoose }: RowProps) {
  const text = useText().runs;
  const language = useLanguage();
  const kinds: Record<string, string> = text.kinds;
  return (
    <tr
      aria-rowindex={place + 2}
      data-chosen={isChosen}
      className={`${styles.row} ${styles.item}`}
      style={style}
    >
      <td className={styles.choice}>
        <input
          type="checkbox"
          aria-label={text.choose(run.name)}
          checked={isChosen}
          onChange={() => onChoose(run.id)}
        />
      </td>
      <td className={styles.name}>
        <Link to={paths.run(run.id)} title={`${run.name} · ${run.id}`}>
          {run.name}
        </Link>
      </td>
      <td className={styles.user}>{run.user}</td>
      <td className={styles.created_at} title={dateTime(run.created_at, language)}>
        {relativeTime(run.created_at, language)}
      </td>
      <td className={styles.kind}>{kinds[run.kind] ?? run.kind}</td>
      <td className={styles.status}>
        <RunStatus status={run.status} />
      </td>
      <td className={styles.miou}>{score(run.miou)}</td>
      <td className={styles.images}>{count(run.images, language)}</td>
    </tr>
  );
}
