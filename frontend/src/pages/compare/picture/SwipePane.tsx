import { useEffect, useRef, useState } from "react";
import { useText } from "@/app/i18n/language";
import { Cross } from "@/pages/picture/panes/Cross";
import panes from "@/pages/picture/panes/Panes.module.css";
import { usePaneCanvas } from "@/pages/picture/panes/usePaneCanvas";
import type { Stage } from "@/pages/picture/stage/stage";
import styles from "./SwipePane.module.css";

interface Pair<T> {
  a: T;
  b: T;
}

interface Props {
  stage: Stage;
  sample: string;
  names: Pair<string>;
  asides: Pair<string>;
  reasons: Pair<string | undefined>;
  isLoading: boolean;
  /** Where A ends, in per cent of the width. */
  share: number;
  onShare(share: number): void;
  onTap(): void;
}

const REST = 200;
const STEP = 2;
const PREDICTION = { name: "prediction" } as const;

/** A on the left, B on the right of a line that is drawn over the picture. */
export function SwipePane({
  stage,
  sample,
  names,
  asides,
  reasons,
  isLoading,
  share,
  onShare,
  onTap,
}: Props) {
  const all = useText();
  const text = all.compare.picture;
  const [drawn, setDrawn] = useRested(share, onShare);
  const a = usePaneCanvas({ id: "a", stage, pane: PREDICTION, onTap });
  const b = usePaneCanvas({ id: "b", stage, pane: PREDICTION });
  const reason = reasons.a ?? reasons.b;

  function onMove(event: React.PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) setDrawn(within(((event.clientX - box.left) / box.width) * 100));
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const next = {
      ArrowLeft: drawn - STEP,
      ArrowRight: drawn + STEP,
      Home: 0,
      End: 100,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setDrawn(within(next));
  }

  return (
    <figure className={panes.pane} data-pane="swipe">
      <figcaption className={panes.caption}>
        <span className={panes.title}>{names.a}</span>
        <span className={panes.aside}>
          {asides.a} | {asides.b}
        </span>
        <span className={panes.title}>{names.b}</span>
      </figcaption>
      <div ref={a.room} className={panes.room}>
        <canvas
          ref={a.canvas}
          className={panes.canvas}
          role="img"
          aria-label={all.picture.panes.of(names.a, sample)}
        />
        <div ref={b.room} className={styles.over} style={{ clipPath: `inset(0 0 0 ${drawn}%)` }}>
          <canvas
            ref={b.canvas}
            className={panes.canvas}
            role="img"
            aria-label={all.picture.panes.of(names.b, sample)}
          />
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label={text.swipe}
          aria-orientation="horizontal"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(drawn)}
          aria-valuetext={text.swipeValue(String(Math.round(drawn)))}
          className={styles.line}
          style={{ left: `${drawn}%` }}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onMove}
          onKeyDown={onKeyDown}
        >
          <span className={styles.grip} aria-hidden="true">
            ⇔
          </span>
        </div>
        <Cross stage={stage} />
        {reason !== undefined && <p className={panes.reason}>{reason || all.picture.panes.missing}</p>}
        {reason === undefined && isLoading && <p className={panes.waiting}>{all.picture.panes.loading}</p>}
      </div>
    </figure>
  );
}

function within(share: number): number {
  return Math.min(100, Math.max(0, share));
}

/** Draw at once, tell when it rests: the address is not written at every pixel. */
function useRested(value: number, onRest: (value: number) => void) {
  const [drawn, setDrawn] = useState(value);
  const newest = useRef(onRest);
  newest.current = onRest;
  useEffect(() => setDrawn(value), [value]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (drawn !== value) newest.current(Math.round(drawn * 10) / 10);
    }, REST);
    return () => clearTimeout(timer);
  }, [drawn, value]);
  return [drawn, setDrawn] as const;
}
