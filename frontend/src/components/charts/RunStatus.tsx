import { useText } from "@/app/i18n/language";
import styles from "./RunStatus.module.css";

const SIGNS: Record<string, string> = { running: "●", finished: "✓", failed: "✕", stopped: "■" };

/** How a run stands: sign and word, colour only repeats them. */
export function RunStatus({ status }: { status: string }) {
  const words: Record<string, string> = useText().runs.statuses;
  return (
    <span className={`${styles.status} ${styles[status] ?? ""}`}>
      <span className={styles.sign} aria-hidden="true">
        {SIGNS[status] ?? "·"}
      </span>
      {words[status] ?? status}
    </span>
  );
}
