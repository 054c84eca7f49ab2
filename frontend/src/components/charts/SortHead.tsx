import type { ReactNode } from "react";
import { ariaSort, type Order } from "@/lib/charts/sort";
import styles from "./SortHead.module.css";

interface Props<Column extends string> {
  column: Column;
  order: Order<Column>;
  onPress(): void;
  className?: string;
  /** What the column is, where its word alone is short. */
  note?: string;
  children: ReactNode;
}

/** The head of a column; a press sorts by it, another one turns the order around. */
export function SortHead<Column extends string>(props: Props<Column>) {
  const { column, order, onPress, className, note, children } = props;
  const sort = ariaSort(order, column);
  const button = (
    <button
      type="button"
      className={`${styles.button} ${sort === "none" ? "" : styles.sorted}`}
      onClick={onPress}
      title={note}
    >
      {children}
      <span className={styles.arrow} aria-hidden="true">
        {sort === "none" ? "↕" : sort === "ascending" ? "↑" : "↓"}
      </span>
    </button>
  );
  return (
    <th scope="col" aria-sort={sort} className={className}>
      {button}
    </th>
  );
}
