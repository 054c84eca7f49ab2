import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./Button";
import styles from "./Popover.module.css";
import { useOutside } from "./useOutside";

interface Props {
  /** What the button opens: its accessible name, and the panel's. */
  label: string;
  /** What the button shows; its label where nothing is given. */
  face?: ReactNode;
  children: ReactNode;
}

/** A panel below a button; Escape and a click beside it close it. */
export function Popover({ label, face, children }: Props) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useOutside(place, open, () => setOpen(false));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from wherever the focus is within
    <div
      ref={place}
      className={styles.place}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <Button
        ref={button}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={face === undefined ? undefined : label}
        onClick={() => setOpen(!open)}
      >
        {face ?? label}
      </Button>
      {open && (
        <div id={id} role="group" aria-label={label} className={styles.panel}>
          {children}
        </div>
      )}
    </div>
  );
}
