import { type ReactNode, useId } from "react";
import styles from "./Parts.module.css";

interface Props {
  title: string;
  why?: string;
  children: ReactNode;
}

/** A section with its head. */
export function Part({ title, why, children }: Props) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {why && <p className={styles.soft}>{why}</p>}
      </div>
      {children}
    </section>
  );
}
