import { Fragment } from "react";
import { useText } from "@/app/i18n/language";
import styles from "./Keys.module.css";

/** Draws keys as they are called: `Ctrl + ←`, `g then n`. */
export function Keys({ names }: { names: readonly string[] }) {
  const text = useText().shell.keys;
  const called: Record<string, string> = text.names;
  return (
    <span className={styles.keys}>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && <span className={styles.word}>{text.or}</span>}
          {name.split(" ").map((step, place) => (
            <Fragment key={step}>
              {place > 0 && <span className={styles.word}>{text.next}</span>}
              {step.split(/(?<=.)\+(?=.)/).map((key) => (
                <kbd key={key}>{called[key] ?? key}</kbd>
              ))}
            </Fragment>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
