import { type Change, type ForestScale, forestBar } from "@/lib/compare/forest";
import styles from "./ForestBar.module.css";

interface Props {
  change: Change;
  scale: ForestScale;
  /** null: the change was not judged by itself. */
  verdict: string | null;
}

const LOOKS: Record<string, string | undefined> = { better: styles.better, worse: styles.worse };

/** The interval as a line, the change as a point: filled where something was proven, hollow where not. */
export function ForestBar({ change, scale, verdict }: Props) {
  const bar = forestBar(change, scale);
  const zero = ((0 - scale.low) / (scale.high - scale.low)) * 100;
  const look = (verdict && LOOKS[verdict]) ?? styles.open;
  return (
    <span className={styles.bar} aria-hidden="true">
      {scale.marks.map((mark) => (
        <span
          key={mark}
          className={styles.mark}
          style={{ left: `${((mark - scale.low) / (scale.high - scale.low)) * 100}%` }}
        />
      ))}
      <span className={styles.zero} style={{ left: `${zero}%` }} />
      {bar && (
        <>
          <span
            className={`${styles.interval} ${look} ${change.safe ? "" : styles.unsafe}`}
            style={{ left: `${bar.from * 100}%`, width: `${(bar.to - bar.from) * 100}%` }}
            data-cut-low={bar.isCutLow || undefined}
            data-cut-high={bar.isCutHigh || undefined}
          />
          <span className={`${styles.point} ${look}`} style={{ left: `${bar.point * 100}%` }} />
        </>
      )}
    </span>
  );
}
