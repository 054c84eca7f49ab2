import { useId } from "react";
import styles from "./Select.module.css";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; disabled?: boolean }[];
  onChange(value: NoInfer<T>): void;
  /** The label is for screen readers alone. */
  hideLabel?: boolean;
}

/** One of many words: the browser's own list, with a label. */
export function Select<T extends string>({ label, value, options, onChange, hideLabel = false }: Props<T>) {
  const id = useId();
  return (
    <span className={styles.field}>
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : styles.label}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
