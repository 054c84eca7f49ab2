import { useId } from "react";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Segmented } from "@/components/Segmented";
import { percent } from "@/lib/format/number";
import { useMedia } from "@/lib/media/useMedia";
import { type Look, PANES, type PaneName } from "@/lib/picture/look";
import type { Shown } from "../hooks/usePictureState";
import styles from "./Bar.module.css";

interface Props {
  shown: Shown;
  onPane(name: PaneName): void;
  onPerClass(): void;
  onLook(change: Partial<Look>): void;
}

const PANE_KEYS: Record<PaneName, string | undefined> = {
  picture: undefined,
  truth: "g",
  prediction: "p",
  errors: "d",
  confidence: "c",
};

/** Which panes, and how they are drawn. */
export function LookBar({ shown, onPane, onPerClass, onLook }: Props) {
  const text = useText().picture;
  const { look, panes, perClass } = shown;
  const isNarrow = useMedia("(max-width: 45rem)");
  return (
    <div className={styles.look}>
      <div role="group" aria-label={text.panes.label} className={styles.together}>
        {PANES.map((name) => (
          <Button
            key={name}
            aria-pressed={!perClass && panes.includes(name)}
            title={PANE_KEYS[name] && `${text.panes[name]} (${PANE_KEYS[name]})`}
            onClick={() => onPane(name)}
          >
            {text.panes[name]}
          </Button>
        ))}
        <Button aria-pressed={perClass} title={`${text.panes.classes} (k)`} onClick={onPerClass}>
          {text.panes.classes}
        </Button>
      </div>
      {isNarrow ? (
        <details className={styles.fold}>
          <summary>{text.look.label}</summary>
          <Controls look={look} onLook={onLook} />
        </details>
      ) : (
        <Controls look={look} onLook={onLook} />
      )}
    </div>
  );
}

/** Fill or contour, textures, opacity: the same for all panes. */
function Controls({ look, onLook }: { look: Look; onLook: Props["onLook"] }) {
  const text = useText().picture;
  return (
    <div role="group" aria-label={text.look.label} className={styles.controls}>
      <Button
        aria-pressed={look.overlay}
        title={`${text.look.overlay} (Space)`}
        onClick={() => onLook({ overlay: !look.overlay })}
      >
        {text.look.overlay}
      </Button>
      <Segmented
        label={text.look.shape}
        value={look.contour ? "contour" : "fill"}
        options={[
          { value: "fill", label: text.look.fill },
          { value: "contour", label: text.look.contour },
        ]}
        onChange={(shape) => onLook({ contour: shape === "contour" })}
      />
      <Button
        aria-pressed={look.hatch}
        title={`${text.look.hatch} (h)`}
        onClick={() => onLook({ hatch: !look.hatch })}
      >
        {text.look.hatch}
      </Button>
      <span className={styles.labelled}>
        <span aria-hidden="true">{text.look.errors}</span>
        <Segmented
          label={text.look.errors}
          value={look.kinds ? "kind" : "class"}
          options={[
            { value: "class", label: text.look.byClass },
            { value: "kind", label: text.look.byKind },
          ]}
          onChange={(by) => onLook({ kinds: by === "kind" })}
        />
      </span>
      <Slider
        label={text.look.opacity}
        value={Math.round(look.opacity * 100)}
        onChange={(value) => onLook({ opacity: value / 100 })}
      />
      <Slider
        label={text.look.sure}
        help={text.look.sureHelp}
        value={Math.round((look.threshold / 255) * 100)}
        onChange={(value) => onLook({ threshold: Math.round((value / 100) * 255) })}
      />
    </div>
  );
}

interface SliderProps {
  label: string;
  help?: string;
  /** Per cent. */
  value: number;
  onChange(value: number): void;
}

function Slider({ label, help, value, onChange }: SliderProps) {
  const id = useId();
  return (
    <span className={styles.slider} title={help}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={value}
        aria-valuetext={percent(value / 100, 0)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output htmlFor={id}>{percent(value / 100, 0)}</output>
    </span>
  );
}
