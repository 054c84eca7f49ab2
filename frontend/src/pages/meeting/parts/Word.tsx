import { useText } from "@/app/i18n/language";
import type { Verdict } from "@/components/Score";
import styles from "./Parts.module.css";

const SIGNS: Record<Verdict, string> = { better: "▲", worse: "▼", "cannot tell": "~", "too few": "?" };
const LOOKS: Record<Verdict, string | undefined> = {
  better: styles.better,
  worse: styles.worse,
  "cannot tell": styles.soft,
  "too few": styles.soft,
};

/** The server's word on a change, with its mark. */
export function Word({ verdict }: { verdict: Verdict }) {
  const text = useText().common.verdicts;
  return (
    <span className={LOOKS[verdict]}>
      <span aria-hidden="true">{SIGNS[verdict]}</span> {text[verdict]}
    </span>
  );
}
