import { useState } from "react";
import type { RunBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Popover } from "@/components/Popover";
import { Segmented } from "@/components/Segmented";
import { familyOf, MOST_CURVES, toggleFamily } from "@/lib/charts/curves";
import { RunPicker } from "../RunPicker";
import styles from "./Curves.module.css";

interface CurveState {
  axis: "step" | "epoch";
  log: boolean;
  smooth: number;
  with: readonly string[];
}

interface Props {
  all: readonly string[];
  chosen: readonly string[];
  isFirst: boolean;
  others: readonly RunBrief[];
  run: string;
  state: CurveState;
  /** Null: as at first. */
  onCurves(keys: readonly string[] | null): void;
  onChange(change: Partial<CurveState>): void;
}

/** Which curves are drawn, of which runs, and how. */
export function CurveTools({ all, chosen, isFirst, others, run, state, onCurves, onChange }: Props) {
  const text = useText().run.curves;
  return (
    <>
      <Segmented
        label={text.axis}
        value={state.axis}
        options={(["step", "epoch"] as const).map((value) => ({ value, label: text.axes[value] }))}
        onChange={(axis) => onChange({ axis })}
      />
      <label className={styles.check}>
        <input type="checkbox" checked={state.log} onChange={() => onChange({ log: !state.log })} />
        {text.log}
      </label>
      <label className={styles.check}>
        {text.smooth}
        <input
          type="range"
          min={0}
          max={0.98}
          step={0.02}
          value={state.smooth}
          onChange={(event) => onChange({ smooth: event.target.valueAsNumber })}
        />
      </label>
      {others.map((other) => (
        <Button
          key={other.id}
          aria-label={text.without(other.name)}
          onClick={() => onChange({ with: state.with.filter((id) => id !== other.id) })}
        >
          {other.name} <span aria-hidden="true">✕</span>
        </Button>
      ))}
      <RunPicker
        label={text.with}
        leaveOut={[run, ...state.with]}
        onPick={(id) => onChange({ with: [...state.with, id] })}
      />
      <Popover label={text.choose}>
        <CurveChoice all={all} chosen={chosen} isFirst={isFirst} onCurves={onCurves} />
      </Popover>
    </>
  );
}

function byFamily(keys: readonly string[]): Map<string, string[]> {
  const families = new Map<string, string[]>();
  for (const key of keys) families.set(familyOf(key), [...(families.get(familyOf(key)) ?? []), key]);
  return families;
}

type ChoiceProps = Pick<Props, "all" | "chosen" | "isFirst" | "onCurves">;

function CurveChoice({ all, chosen, isFirst, onCurves }: ChoiceProps) {
  const text = useText().run.curves;
  const [words, setWords] = useState("");
  const found = all.filter((key) => key.toLowerCase().includes(words.trim().toLowerCase()));
  const families = byFamily(found);
  return (
    <div className={styles.choice}>
      <input
        type="search"
        aria-label={text.find}
        placeholder={text.find}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button kind="quiet" disabled={isFirst} onClick={() => onCurves(null)}>
        {text.reset}
      </Button>
      {[...families].map(([family, keys]) => (
        <fieldset key={family}>
          <legend>
            <code>{family}</code>{" "}
            {keys.length > 1 && (
              <Button
                kind="quiet"
                aria-label={text.family(family)}
                onClick={() => onCurves(toggleFamily(chosen, keys))}
              >
                {keys.every((key) => chosen.includes(key)) ? text.noneOf : text.allOf}
              </Button>
            )}
          </legend>
          {keys.map((key) => (
            <label key={key} className={styles.check}>
              <input
                type="checkbox"
                checked={chosen.includes(key)}
                disabled={chosen.length >= MOST_CURVES && !chosen.includes(key)}
                onChange={() =>
                  onCurves(chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key])
                }
              />
              {key.slice(family.length + 1) || key}
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
