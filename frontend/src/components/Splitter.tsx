import { type ReactNode, useRef } from "react";
import { useText } from "@/app/i18n/language";
import styles from "./Splitter.module.css";

interface Props {
  /** Width of the second pane in rem. */
  size: number;
  least?: number;
  most?: number;
  onSize(size: number): void;
  first: ReactNode;
  /** Null leaves all the room to the first one, which stays what it is. */
  second: ReactNode;
}

const STEP = 1;

/** Two panes side by side with a line between them that is drawn, or moved by arrow keys. */
export function Splitter({ size, least = 12, most = 48, onSize, first, second }: Props) {
  const text = useText().common;
  const pane = useRef<HTMLDivElement>(null);
  const set = (wanted: number) => onSize(Math.min(Math.max(wanted, least), most));

  function onPointerMove(event: React.PointerEvent): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !pane.current) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    set((pane.current.getBoundingClientRect().right - event.clientX) / rem);
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(size + step);
  }

  return (
    <div className={styles.split}>
      <div className={styles.first}>{first}</div>
      {second !== null && (
        <>
          <div
            role="separator"
            tabIndex={0}
            aria-orientation="vertical"
            aria-label={text.resize}
            aria-valuenow={Math.round(size)}
            aria-valuemin={least}
            aria-valuemax={most}
            className={styles.line}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
            onKeyDown={onKeyDown}
          />
          <div ref={pane} className={styles.second} style={{ flexBasis: `${size}rem` }}>
            {second}
          </div>
        </>
      )}
    </div>
  );
}
