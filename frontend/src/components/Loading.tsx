import { useText } from "@/app/i18n/language";
import styles from "./Loading.module.css";

/** Says that something is on its way, where it takes longer than a moment. */
export function Loading({ label }: { label?: string }) {
  const text = useText().common;
  return (
    <p className={styles.loading} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      {label ?? text.loading}
    </p>
  );
}

/** Holds the room of what is on its way, so that nothing jumps when it comes. */
export function Skeleton({
  width = "100%",
  height = "1em",
}: {
  width?: string | number;
  height?: string | number;
}) {
  return <span className={styles.skeleton} aria-hidden="true" style={{ width, height }} />;
}
