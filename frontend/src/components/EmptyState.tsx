import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

interface Props {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Stands where nothing is: why, and what to do. */
export function EmptyState({ title, children, actions }: Props) {
  return (
    <section className={styles.empty}>
      <h2>{title}</h2>
      {children}
      {actions && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
