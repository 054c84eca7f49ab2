import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { count } from "@/lib/format/number";
import type { Draft } from "@/lib/notebook/drafts";
import { useNotebook } from "../data/notebook";
import styles from "./Tools.module.css";

/** How many rows are shown, and what is not saved. */
export function StatusLine({ shown, all }: { shown: number; all: number }) {
  const text = useText().notebook.status;
  const language = useLanguage();
  const { edits, showCollision } = useNotebook();
  const drafts = [...edits.drafts];
  const of = (...states: Draft["state"][]) => drafts.filter(([, draft]) => states.includes(draft.state));
  const waiting = of("waiting", "sending");
  const collided = of("collided");
  const refused = of("refused");
  const all_ = count(all, language);
  return (
    <div className={styles.status} role="status">
      <span>{shown === all ? text.all(all_) : text.shown(count(shown, language), all_)}</span>
      {waiting.length > 0 && (
        <span className={`${styles.warning} ${styles.waiting}`}>
          {text.unsaved(waiting.length)}
          <Button onClick={edits.retry}>{text.retry}</Button>
        </span>
      )}
      {[[collided, text.collided] as const, [refused, text.refused] as const].map(([those, say]) => {
        const first = those[0];
        return first ? (
          <span key={first[0]} className={styles.warning}>
            ⚠ {say(those.length)}
            <Button onClick={() => showCollision(first[0])}>{text.look}</Button>
          </span>
        ) : null;
      })}
    </div>
  );
}
