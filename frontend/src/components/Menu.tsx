import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "./Button";
import styles from "./Menu.module.css";
import { useOutside } from "./useOutside";

export interface MenuItem {
  label: string;
  run(): void;
  /** Takes something away. */
  danger?: boolean;
  disabled?: boolean;
  /** Ticked or not, for choices that stay. */
  checked?: boolean;
}

interface Props {
  label: string;
  face?: ReactNode;
  items: readonly MenuItem[];
}

const STEPS: Record<string, (at: number, of: number) => number> = {
  ArrowDown: (at, of) => (at + 1) % of,
  ArrowUp: (at, of) => (at - 1 + of) % of,
  Home: () => 0,
  End: (_at, of) => of - 1,
};

/** A list of things to do behind one button; arrows, Home, End, Escape as in any menu. */
export function Menu({ label, face, items }: Props) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useOutside(place, open, () => setOpen(false));

  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];

  useEffect(() => {
    if (open) list.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  }, [open]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = STEPS[event.key];
    const all = entries();
    if (step) all[step(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus();
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else return;
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  }

  return (
    <div ref={place} className={styles.place}>
      <Button
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={face === undefined ? undefined : label}
        onClick={() => setOpen(!open)}
      >
        {face ?? label}
      </Button>
      {open && (
        <div
          ref={list}
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          className={styles.menu}
          onKeyDown={onKeyDown}
        >
          {items.map((item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: only items that can be ticked have the state
            <button
              key={item.label}
              type="button"
              role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked={item.checked}
              aria-disabled={item.disabled}
              tabIndex={-1}
              className={item.danger ? `${styles.item} ${styles.danger}` : styles.item}
              onClick={() => {
                if (item.disabled) return;
                if (item.checked === undefined) close();
                item.run();
              }}
            >
              {item.checked !== undefined && <span aria-hidden="true">{item.checked ? "☑" : "☐"}</span>}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
