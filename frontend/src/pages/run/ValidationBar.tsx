import { useEffect, useState } from "react";
import type { RunView, ValidationBrief } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { IconButton } from "@/components/IconButton";
import { Select } from "@/components/Select";
import { count, score } from "@/lib/format/number";
import { useKeys } from "@/lib/keys/useKeys";
import { alongside, splitsOf, type Wanted, wantedFor } from "@/lib/run/validation";
import { Spark } from "./Spark";
import styles from "./ValidationBar.module.css";

interface Props {
  run: Pick<RunView, "brief" | "validations">;
  validation: ValidationBrief;
  wanted: Wanted;
  onChoose(wanted: Wanted): void;
}

const SETTLES = 120;

/** Moves the whole page through the validations of one split. */
export function ValidationBar({ run, validation, wanted, onChoose }: Props) {
  const text = useText().run;
  const language = useLanguage();
  const { split: mainSplit, status } = run.brief;
  const isRunning = status === "running";
  const own = alongside(run.validations, validation);
  const at = own.indexOf(validation);
  const [moved, setMoved] = useState<number | null>(null);
  const shownAt = moved ?? at;
  const shown = own[shownAt] ?? validation;
  const splits = splitsOf(run.validations, mainSplit);

  const choose = (place: number) => {
    const next = own[Math.min(Math.max(place, 0), own.length - 1)];
    if (next && next !== validation) onChoose(wantedFor(run.validations, next, isRunning, mainSplit));
  };

  // While the slider is drawn along, only where it rests is asked for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move starts the clock
  useEffect(() => {
    if (moved === null) return;
    const timer = setTimeout(() => {
      choose(moved);
      setMoved(null);
    }, SETTLES);
    return () => clearTimeout(timer);
  }, [moved]);

  useKeys(text.time.label, [
    { keys: ["Control+ArrowLeft", ","], label: text.keys.previous, run: () => choose(at - 1) },
    { keys: ["Control+ArrowRight", "."], label: text.keys.next, run: () => choose(at + 1) },
    { keys: ["b"], label: text.keys.best, run: () => onChoose(null) },
    { keys: ["l"], label: text.keys.latest, run: () => onChoose("latest") },
  ]);

  // An import has one validation and neither epochs nor steps.
  const words =
    run.brief.kind !== "train" && own.length === 1
      ? text.time.single(count(shown.images, language), shown.split)
      : text.time.said(shownAt + 1, own.length, shown.epoch, count(shown.step, language));
  const follows = wanted === "latest" && isRunning;
  return (
    <section className={styles.bar} aria-label={text.time.label}>
      <p className={styles.words}>
        <strong>{words}</strong>
        <span>mIoU {score(shown.miou)}</span>
        {shown.is_best && own.length > 1 && <span className={styles.mark}>★ {text.time.best}</span>}
        {follows && <span className={styles.mark}>● {text.time.follows}</span>}
        {!follows && shownAt === own.length - 1 && own.length > 1 && (
          <span className={styles.mark}>{text.time.latest}</span>
        )}
      </p>
      {splits.length > 1 && (
        <Select
          label={text.time.split}
          value={validation.split}
          options={splits.map((value) => ({ value, label: value }))}
          onChange={(split) => {
            const last = run.validations.findLast((it) => it.split === split);
            if (last) onChoose(last.index);
          }}
        />
      )}
      {own.length > 1 && (
        <div className={styles.slider}>
          <IconButton
            label={text.keys.previous}
            shortcut=","
            disabled={at === 0}
            onClick={() => choose(at - 1)}
          >
            ◀
          </IconButton>
          <span className={styles.track}>
            <Spark validations={own} at={shownAt} />
            <input
              type="range"
              min={0}
              max={own.length - 1}
              step={1}
              value={shownAt}
              aria-label={text.time.label}
              aria-valuetext={`${words}, mIoU ${score(shown.miou)}`}
              onChange={(event) => setMoved(event.target.valueAsNumber)}
            />
          </span>
          <IconButton
            label={text.keys.next}
            shortcut="."
            disabled={at === own.length - 1}
            onClick={() => choose(at + 1)}
          >
            ▶
          </IconButton>
          <Button kind="quiet" aria-pressed={wanted === null} onClick={() => onChoose(null)}>
            {text.time.toBest}
          </Button>
          <Button kind="quiet" aria-pressed={wanted === "latest"} onClick={() => onChoose("latest")}>
            {text.time.toLatest}
          </Button>
        </div>
      )}
    </section>
  );
}
