import styles from "./IntervalBar.module.css";

interface Props {
  value: number | null;
  low?: number | null;
  high?: number | null;
  /** The interval comes from too few pictures: it is dotted. */
  unsafe?: boolean;
}

/** A score from 0 to 1 as a bar, with its interval; the numbers stand beside it. */
export function IntervalBar({ value, low, high, unsafe = false }: Props) {
  const hasInterval = typeof low === "number" && typeof high === "number";
  return (
    <span className={styles.bar} aria-hidden="true">
      <span className={styles.track} />
      {value !== null && <span className={styles.value} style={{ width: `${value * 100}%` }} />}
      {hasInterval && (
        <span
          className={`${styles.interval} ${unsafe ? styles.unsafe : ""}`}
          style={{ left: `${low * 100}%`, width: `max(4px, ${(high - low) * 100}%)` }}
        />
      )}
    </span>
  );
}
