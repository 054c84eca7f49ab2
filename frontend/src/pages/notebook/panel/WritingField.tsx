import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { Row } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { isComposing } from "@/lib/notebook/grid-keys";
import { SuggestionList } from "../grid/SuggestionList";
import { useSuggested } from "../grid/useSuggested";
import styles from "./RowPanel.module.css";

interface Props {
  row: Row;
  field: string;
  label: string;
  text: string;
  /** The version that its author had before the eyes. */
  version: number;
  onSave(text: string): void;
  onCancel(): void;
}

/** A text field with room; Ctrl+Enter saves, Escape leaves it, and so does nothing else lose what was written. */
export function WritingField({ row, field, label, text, version, onSave, onCancel }: Props) {
  const all = useText();
  const words = all.notebook;
  const input = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);
  const save = () => {
    if (isDone.current || !input.current) return;
    isDone.current = true;
    onSave(input.current.value);
  };
  const cancel = () => {
    isDone.current = true;
    onCancel();
  };
  const suggested = useSuggested({ row, field, isOpen: true, element: input, onWhole: save });
  const isLine = field === "status" || field === "tags" || field === "parent";
  const cell = row.cells[field];

  // biome-ignore lint/correctness/useExhaustiveDependencies: it opens with the old text once
  useEffect(() => {
    const element = input.current;
    if (!element) return;
    element.value = text;
    element.focus();
    element.setSelectionRange(text.length, text.length);
    grow(element);
    suggested.look(true);
  }, []);

  const newest = useRef(save);
  useEffect(() => {
    newest.current = save;
  });
  // A layout effect ends while the field is still there: another row may take its place.
  useLayoutEffect(() => {
    const leave = () => newest.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event.nativeEvent)) return;
    event.stopPropagation();
    if (suggested.onKeyDown(event)) return;
    const isEnter = event.key === "Enter" && (isLine || event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (isEnter) save();
    else if (event.key === "Escape") cancel();
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.writing}>
      <div className={styles.input}>
        <textarea
          ref={input}
          aria-label={label}
          rows={isLine ? 1 : 3}
          spellCheck={false}
          {...suggested.aria}
          onInput={(event) => {
            grow(event.currentTarget);
            suggested.look();
          }}
          onKeyDown={onKeyDown}
          onBlur={() => document.activeElement !== input.current && save()}
        />
        {suggested.hasList && <SuggestionList {...suggested.list} />}
      </div>
      {cell && cell.version > version && (
        <p role="status" className={styles.unsaved}>
          {words.grid.meanwhile(cell.author)}
        </p>
      )}
      <div className={styles.actions}>
        <span className={styles.soft}>{words.panel.saveHint}</span>
        <Button onPointerDown={(event) => event.preventDefault()} onClick={cancel}>
          {all.common.cancel}
        </Button>
        <Button kind="primary" onPointerDown={(event) => event.preventDefault()} onClick={save}>
          {words.panel.save}
        </Button>
      </div>
    </div>
  );
}

function grow(element: HTMLTextAreaElement): void {
  element.style.height = "";
  element.style.height = `${element.scrollHeight + 2}px`;
}
