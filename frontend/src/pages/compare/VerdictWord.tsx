import type { ScoreChange } from "@/api/comparison";
import { useText } from "@/app/i18n/language";
import type { Verdict } from "@/components/Score";
import { pValue } from "@/lib/compare/p-value";
import styles from "./Forest.module.css";

const SIGNS: Record<Verdict, string> = { better: "▲", worse: "▼", "cannot tell": "~", "too few": "?" };
const LOOKS: Record<Verdict, string | undefined> = {
  better: styles.better,
  worse: styles.worse,
  "cannot tell": styles.soft,
  "too few": styles.soft,
};

/** The server's word on a change, with its mark, and on what it stands. */
export function VerdictWord({ change }: { change: ScoreChange }) {
  const text = useText();
  const word = change.verdict as Verdict;
  const why = [pValue(change.p), `n = ${change.n}`].filter(Boolean).join(", ");
  return (
    <span className={styles.verdict}>
      <span className={LOOKS[word]}>
        <span aria-hidden="true">{SIGNS[word]}</span> {text.common.verdicts[word]}
      </span>
      <span className={styles.why}>{why}</span>
    </span>
  );
}
