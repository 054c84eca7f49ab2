import { useText } from "@/app/i18n/language";
import { CopyLine } from "@/components/CopyLine";
import { EmptyState } from "@/components/EmptyState";
import { readSide } from "@/lib/compare/sides";
import styles from "./Compare.module.css";

/** Says why two sides cannot be compared, in the server's words, and what would make it possible. */
export function Refused({ reason, a, b }: { reason: string; a: string; b: string }) {
  const text = useText().compare.refused;
  const ids = [readSide(a)[0], readSide(b)[0]].filter((id) => id !== undefined);
  return (
    <div role="alert">
      <EmptyState title={text.title}>
        <p lang="en" className={styles.reason}>
          {reason}
        </p>
        <p className={styles.words}>{text.parent}</p>
        <h3>{text.what}</h3>
        <ul>
          <li>{text.other}</li>
          <li>
            {text.again}
            {ids.map((id) => (
              <CopyLine key={id} line={text.evaluate(id)} label={text.copy} />
            ))}
          </li>
        </ul>
      </EmptyState>
    </div>
  );
}
