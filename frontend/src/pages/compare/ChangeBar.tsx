import { useText } from "@/app/i18n/language";
import { type ClassChange, STATES } from "@/lib/compare/change-map";
import styles from "./ChangeBar.module.css";
import { ChangeSwatch } from "./ChangeSwatch";

/** Fixed, broken and still wrong as parts of a bar; the numbers stand beside it. */
export function ChangeBar({ most, ...change }: ClassChange & { most: number }) {
  if (most === 0) return null;
  return (
    <span className={styles.bar} aria-hidden="true">
      {STATES.map((state) => (
        <span key={state} className={styles[state]} style={{ width: `${(change[state] / most) * 100}%` }} />
      ))}
    </span>
  );
}

/** What colours and hatchings mean. */
export function ChangeLegend({ children }: { children?: React.ReactNode }) {
  const text = useText().compare.pixels;
  return (
    <ul className={styles.legend}>
      {STATES.map((state) => (
        <li key={state}>
          <ChangeSwatch state={state} /> {text[state]}
        </li>
      ))}
      {children}
    </ul>
  );
}
