import { useId } from "react";
import type { PictureView } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { IconButton } from "@/components/IconButton";
import { score } from "@/lib/format/number";
import styles from "./Bar.module.css";

interface Props {
  epochs: PictureView["epochs"];
  validation: number;
  best: number | null;
  onChange(validation: number): void;
}

/** The same picture through the validations of its run. */
export function EpochBar({ epochs, validation, best, onChange }: Props) {
  const text = useText().picture.epochs;
  const id = useId();
  const place = epochs.findIndex((it) => it.validation === validation);
  const now = epochs[place];
  if (!now) return null;
  const words = [
    text.value(now.epoch, score(now.miou)),
    validation === best ? text.best : null,
    now.kept ? null : text.notKept,
  ]
    .filter(Boolean)
    .join(" · ");
  const go = (step: number) => {
    const there = epochs[place + step];
    if (there) onChange(there.validation);
  };
  return (
    <div className={styles.epochs}>
      <IconButton label={text.previous} shortcut="Ctrl+←" disabled={place === 0} onClick={() => go(-1)}>
        ‹
      </IconButton>
      <label htmlFor={id} className="visually-hidden">
        {text.label}
      </label>
      <span className={styles.track}>
        <input
          id={id}
          type="range"
          min={0}
          max={Math.max(epochs.length - 1, 0)}
          step={1}
          value={place}
          aria-valuetext={words}
          disabled={epochs.length < 2}
          onChange={(event) => go(Number(event.target.value) - place)}
        />
        <span className={styles.ticks} aria-hidden="true">
          {epochs.map((it) => (
            <span
              key={it.validation}
              className={it.kept ? styles.kept : styles.gone}
              data-best={it.validation === best || undefined}
            />
          ))}
        </span>
      </span>
      <IconButton
        label={text.next}
        shortcut="Ctrl+→"
        disabled={place === epochs.length - 1}
        onClick={() => go(1)}
      >
        ›
      </IconButton>
      <output htmlFor={id} className={styles.epoch}>
        {words}
      </output>
    </div>
  );
}
