import { type ReactNode, useEffect, useId, useRef } from "react";
import { useText } from "@/app/i18n/language";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton";

interface Props {
  open: boolean;
  title: string;
  /** Asked by Escape, the cross, a click beside it; whoever holds `open` decides. */
  onClose(): void;
  /** Below the content: what can be done. */
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** What a dialog is opened for, where it asks for something; else its content has the focus, to be scrolled. */
const FIRST = "[data-first], input:not([type=hidden]), select, textarea";

/** A dialog over the page. The focus stays in it, and goes back to where it was. */
export function Dialog({ open, title, onClose, actions, wide = false, children }: Props) {
  const text = useText().common;
  const dialog = useRef<HTMLDialogElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    const shown = dialog.current;
    if (!open || !shown) return;
    const before = document.activeElement;
    shown.showModal();
    (shown.querySelector<HTMLElement>(FIRST) ?? content.current)?.focus();
    return () => {
      shown.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open]);

  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={wide ? `${styles.dialog} ${styles.wide}` : styles.dialog}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={styles.inner}>
        <header className={styles.head}>
          <h2 id={id}>{title}</h2>
          <IconButton label={text.close} onClick={onClose}>
            ✕
          </IconButton>
        </header>
        <div ref={content} tabIndex={-1} className={styles.content}>
          {children}
        </div>
        {actions && <footer className={styles.actions}>{actions}</footer>}
      </div>
    </dialog>
  );
}
