import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
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
        <Panel id={id} label={label}>
          {children}
        </Panel>
      )}
    </div>
  );
}

const GAP = 8;

/** What the button opens. Wherever the button stands, the panel stays in the window. */
function Panel({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    const place = () => {
      element.style.translate = "none";
      const { left, right } = element.getBoundingClientRect();
      const most = document.documentElement.clientWidth - GAP;
      const shift = left < GAP ? GAP - left : Math.min(0, most - right);
      element.style.translate = `${shift}px`;
    };
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);

  return (
    <div ref={panel} id={id} role="group" aria-label={label} className={styles.panel}>
      {children}
    </div>
  );
}
