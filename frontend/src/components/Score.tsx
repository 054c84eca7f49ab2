import type { Schema } from "@/api/client";
import { useText } from "@/app/i18n/language";
import { score, scoreChange } from "@/lib/format/number";
import styles from "./Score.module.css";

type Maybe = number | null | undefined;

interface ScoreProps {
  value: Maybe;
  /** The 95 % interval, where there is one. */
  low?: Maybe;
  high?: Maybe;
  /** It comes from too few pictures. */
  unsafe?: boolean;
  large?: boolean;
}

/** A score with its interval: `.524 .468–.533`. */
export function Score({ value, low, high, unsafe = false, large = false }: ScoreProps) {
  const text = useText().common;
  const hasInterval = typeof low === "number" && typeof high === "number";
  return (
    <span className={large ? `${styles.score} ${styles.large}` : styles.score}>
      <span className={styles.value}>{score(value)}</span>
      {typeof value !== "number" && <span className="visually-hidden">{text.notDefined}</span>}
      {hasInterval && (
        <span className={styles.interval}>
          <span aria-hidden="true">
            {score(low)}–{score(high)}
          </span>
          <span className="visually-hidden">{text.interval(score(low), score(high))}</span>
        </span>
      )}
      {unsafe && (
        <span className={styles.unsafe} title={text.unsafe}>
          <span aria-hidden="true">?</span>
          <span className="visually-hidden">{text.unsafe}</span>
        </span>
      )}
    </span>
  );
}

interface ChangeProps {
  difference: Maybe;
  low?: Maybe;
  high?: Maybe;
  /** The server's word, which knows of how many tests this is one; without it nothing is claimed. */
  verdict?: Verdict | null;
  unsafe?: boolean;
  /** Leave the word out where a column has no room; the sign and the arrow stay. */
  hideWord?: boolean;
}

export type Verdict = NonNullable<Schema<"RowVerdict">["verdict"]>;

const SIGNS: Record<Verdict, string> = { better: "▲", worse: "▼", "cannot tell": "~", "too few": "?" };
const LOOKS: Record<Verdict, string | undefined> = {
  better: styles.better,
  worse: styles.worse,
  "cannot tell": styles.open,
  "too few": styles.open,
};

/** A change of a score: sign, arrow and word say which way it went, colour only repeats it. */
export function ScoreChange({
  difference,
  low,
  high,
  verdict,
  unsafe = false,
  hideWord = false,
}: ChangeProps) {
  const text = useText().common;
  const hasInterval = typeof low === "number" && typeof high === "number";
  return (
    <span className={verdict ? `${styles.change} ${LOOKS[verdict]}` : styles.change}>
      {verdict && <span aria-hidden="true">{SIGNS[verdict]}</span>}
      <span className={styles.value}>{scoreChange(difference)}</span>
      {hasInterval && (
        <span className={styles.interval}>
          <span aria-hidden="true">
            {scoreChange(low)} … {scoreChange(high)}
          </span>
          <span className="visually-hidden">{text.interval(scoreChange(low), scoreChange(high))}</span>
        </span>
      )}
      {verdict && (
        <span className={hideWord ? "visually-hidden" : styles.word}>{text.verdicts[verdict]}</span>
      )}
      {unsafe && (
        <span className={styles.unsafe} title={text.unsafe}>
          <span aria-hidden="true">?</span>
          <span className="visually-hidden">{text.unsafe}</span>
        </span>
      )}
    </span>
  );
}
