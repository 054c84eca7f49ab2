import { type ReactNode, useId } from "react";
import styles from "./RunPage.module.css";

interface Props {
  title: string;
  /** What one sees here, in a line. */
  why?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}

/** A part of the page with a head. */
export function Block({ title, why, tools, children }: Props) {
  const id = useId();
  return (
    <section className={styles.block} aria-labelledby={id}>
      <div className={styles.blockHead}>
        <h2 id={id}>{title}</h2>
        {why && <p className={styles.why}>{why}</p>}
        {tools && <div className={styles.tools}>{tools}</div>}
      </div>
      {children}
    </section>
  );
}
