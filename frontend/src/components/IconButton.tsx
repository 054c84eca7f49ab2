import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { Button } from "./Button";
import styles from "./Button.module.css";
import { Tooltip } from "./Tooltip";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title" | "aria-label"> {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  /** The key that does the same, for the tooltip. */
  shortcut?: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with a sign instead of words. */
export function IconButton({ label, shortcut, children, className = "", ...rest }: Props) {
  return (
    <Tooltip text={shortcut ? `${label} (${shortcut})` : label}>
      <Button {...rest} aria-label={label} className={`${styles.icon} ${className}`}>
        <span aria-hidden="true">{children}</span>
      </Button>
    </Tooltip>
  );
}
