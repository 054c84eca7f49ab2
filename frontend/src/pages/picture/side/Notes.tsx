import { useEffect, useId, useRef, useState } from "react";
import type { Pin } from "@/api/pictures";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { IconButton } from "@/components/IconButton";
import { Markdown } from "@/components/Markdown";
import { count } from "@/lib/format/number";
import { relativeTime } from "@/lib/format/time";
import type { Point } from "@/lib/picture/view";
import styles from "./Side.module.css";

interface Props {
  pins: readonly Pin[];
  chosen: number | null;
  /** Somebody is about to say where. */
  isAdding: boolean;
  /** Where the note that is being written belongs. */
  spot: Point | null;
  onAdd(): void;
  onCancel(): void;
  onSave(text: string): void;
  onChoose(pin: Pin): void;
  onRemove(pin: Pin): void;
}

/** Notes at spots of the picture, in the order of their markers. */
export function Notes({ pins, chosen, isAdding, spot, onAdd, onCancel, onSave, onChoose, onRemove }: Props) {
  const text = useText().picture.notes;
  const common = useText().common;
  const language = useLanguage();
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{text.title}</h2>
        {!spot && (
          <Button
            kind="quiet"
            aria-pressed={isAdding}
            title={`${text.add} (n)`}
            onClick={isAdding ? onCancel : onAdd}
          >
            {isAdding ? common.cancel : text.add}
          </Button>
        )}
      </div>
      {isAdding && !spot && <p role="status">{text.adding}</p>}
      {spot && <NoteForm key={`${spot.x},${spot.y}`} spot={spot} onSave={onSave} onCancel={onCancel} />}
      {pins.length === 0 && !spot && !isAdding && <p className={styles.faint}>{text.none}</p>}
      <ol className={styles.notes}>
        {pins.map((pin, index) => (
          <li key={pin.number} aria-current={pin.number === chosen || undefined}>
            <button
              type="button"
              className={styles.marker}
              aria-label={text.goTo(String(index + 1))}
              onClick={() => onChoose(pin)}
            >
              {index + 1}
            </button>
            <div className={styles.words}>
              <Markdown>{pin.text}</Markdown>
              <p className={styles.faint}>
                {pin.author} · {relativeTime(pin.time, language)} ·{" "}
                {text.spot(count(Math.floor(pin.x ?? 0), language), count(Math.floor(pin.y ?? 0), language))}
              </p>
            </div>
            <IconButton label={text.remove(String(index + 1))} onClick={() => onRemove(pin)}>
              ×
            </IconButton>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface FormProps {
  spot: Point;
  onSave(text: string): void;
  onCancel(): void;
}

function NoteForm({ spot, onSave, onCancel }: FormProps) {
  const text = useText().picture.notes;
  const common = useText().common;
  const language = useLanguage();
  const [words, setWords] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const save = () => words.trim() && onSave(words.trim());
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <label>
        {text.text} {text.spot(count(Math.floor(spot.x), language), count(Math.floor(spot.y), language))}
        <textarea
          ref={field}
          rows={3}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
            if (event.key === "Escape") onCancel();
          }}
        />
      </label>
      <p className={styles.faint}>{text.seen}</p>
      <div className={styles.head}>
        <Button kind="primary" type="submit" disabled={!words.trim()}>
          {common.save}
        </Button>
        <Button onClick={onCancel}>{common.cancel}</Button>
      </div>
    </form>
  );
}
