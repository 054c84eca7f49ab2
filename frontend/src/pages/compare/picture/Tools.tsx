import { useId } from "react";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Segmented } from "@/components/Segmented";
import { type CompareState, LAYOUTS } from "@/lib/compare/address";
import { percent } from "@/lib/format/number";
import { useMedia } from "@/lib/media/useMedia";
import type { Change } from "./ComparePicture";
import styles from "./ComparePicture.module.css";

/** How the picture is laid out and drawn. */
export function Tools({ state, onChange }: { state: CompareState; onChange: Change }) {
  const text = useText().compare.picture;
  const label = useText().picture.look.label;
  const isNarrow = useMedia("(max-width: 45rem)");
  return (
    <div className={styles.tools}>
      <Segmented
        label={text.layout}
        value={state.layout}
        options={LAYOUTS.map((value) => ({ value, label: text.layouts[value] }))}
        onChange={(layout) => onChange({ layout })}
      />
      {isNarrow ? (
        <details className={styles.fold}>
          <summary>{label}</summary>
          <div className={styles.tools}>
            <Controls state={state} onChange={onChange} />
          </div>
        </details>
      ) : (
        <Controls state={state} onChange={onChange} />
      )}
    </div>
  );
}

function Controls({ state, onChange }: { state: CompareState; onChange: Change }) {
  const text = useText().compare.picture;
  const id = useId();
  return (
    <>
      <Button
        aria-pressed={state.overlay}
        title={`${text.overlay} (Space)`}
        onClick={() => onChange({ overlay: !state.overlay })}
      >
        {text.overlay}
      </Button>
      <Button
        aria-pressed={state.still}
        title={`${text.still} (w)`}
        onClick={() => onChange({ still: !state.still })}
      >
        {text.still}
      </Button>
      <Button aria-pressed={state.hatch} onClick={() => onChange({ hatch: !state.hatch })}>
        {text.hatch}
      </Button>
      <label htmlFor={id} className={styles.opacity}>
        {text.opacity}
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={5}
          value={state.opacity}
          onChange={(event) => onChange({ opacity: Number(event.target.value) })}
        />
        <output htmlFor={id}>{percent(state.opacity / 100)}</output>
      </label>
    </>
  );
}
