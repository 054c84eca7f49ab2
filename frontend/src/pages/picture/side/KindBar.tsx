import { KINDS } from "@/lib/picture/figures";
import styles from "./Side.module.css";

interface Props {
  counts: Record<(typeof KINDS)[number], number>;
  /** What fills the whole bar. */
  most: number;
  /** The same in words. */
  label: string;
}

/** Wrong pixels by kind, side by side. */
export function KindBar({ counts, most, label }: Props) {
  return (
    <span className={styles.bar} role="img" aria-label={label} title={label}>
      {KINDS.map((kind) => (
        <span key={kind} className={styles[kind]} style={{ width: `${(100 * counts[kind]) / most}%` }} />
      ))}
    </span>
  );
}
