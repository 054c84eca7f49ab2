import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useText } from "@/app/i18n/language";
import { isComposing } from "@/lib/notebook/grid-keys";
import { cellOf, type Row } from "@/lib/notebook/row";
import styles from "./CellInput.module.css";
import { SuggestionList } from "./SuggestionList";
import { useSuggested } from "./useSuggested";

/** Where to go after a cell was saved. */
export type Then = "down" | "next" | "previous" | "stay";

interface Props {
  row: Row;
  field: string;
  label: string;
  describedBy: string;
  /** What the cell says. */
  text: string;
  isEditing: boolean;
  /** Begin: with what was typed (nothing is kept of the old text), or with the old text. */
  onBegin(): void;
  onSave(text: string, base: number, then: Then): void;
  onCancel(): void;
}

/**
 * The text field of the active cell. It is there, unseen, before anybody writes: an input method then puts its
 * first syllable together in it, which a field that appears with the first key would lose.
 */
export function CellInput({
  row,
  field,
  label,
  describedBy,
  text,
  isEditing,
  onBegin,
  onSave,
  onCancel,
}: Props) {
  const words = useText().notebook.grid;
  const input = useRef<HTMLTextAreaElement>(null);
  const base = useRef(0);
  const isTyped = useRef(false);
  const isDone = useRef(true);
  const [meanwhile, setMeanwhile] = useState<string | null>(null);
  const suggested = useSuggested({
    row,
    field,
    isOpen: isEditing,
    element: input,
    onWhole: () => save("stay"),
  });
  const cell = cellOf(row, field);
  const author = row.cells[field]?.author;

  function begin(): void {
    isTyped.current = true;
    base.current = cell.version;
    onBegin();
  }

  // The old text is put in when the grid begins by F2, Enter or a double click.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once, when editing begins
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    isDone.current = !isEditing;
    if (!isEditing) {
      element.value = "";
      isTyped.current = false;
      setMeanwhile(null);
      suggested.forget();
    } else if (!isTyped.current) {
      base.current = cell.version;
      element.value = text;
      element.setSelectionRange(text.length, text.length);
      suggested.look(true);
    }
    grow(element);
  }, [isEditing]);

  useEffect(() => {
    if (isEditing && cell.version > base.current) setMeanwhile(author ?? null);
  }, [isEditing, cell.version, author]);

  function save(then: Then): void {
    const element = input.current;
    if (!element || isDone.current) return;
    isDone.current = true;
    onSave(element.value, base.current, then);
  }

  useSaveBeforeLeaving(isEditing, () => save("stay"));
  useComposedEnter(input, isEditing, () => save("down"));

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (!isEditing) return;
    event.stopPropagation(); // the grid's keys rest, whatever the input method is at
    if (isComposing(event.nativeEvent) || suggested.onKeyDown(event)) return;
    const isModified = event.shiftKey || event.altKey;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Tab") save(event.shiftKey ? "previous" : "next");
    else if (event.key === "Enter" && !isModified) save(event.ctrlKey || event.metaKey ? "stay" : "down");
    else if (event.key === "Enter" && event.altKey) insertLineBreak(event.currentTarget);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <textarea
        ref={input}
        className={isEditing ? styles.editor : styles.waiting}
        aria-label={label}
        aria-describedby={describedBy}
        rows={1}
        spellCheck={false}
        data-input
        {...(isEditing ? suggested.aria : {})}
        onCompositionStart={() => !isEditing && begin()}
        onInput={(event) => {
          if (!isEditing) begin();
          grow(event.currentTarget);
          suggested.look();
        }}
        onKeyDown={onKeyDown}
        onBlur={() => isEditing && document.activeElement !== input.current && save("stay")}
      />
      {isEditing && suggested.hasList && <SuggestionList {...suggested.list} />}
      {isEditing && meanwhile !== null && (
        <p className={styles.meanwhile} role="status">
          {words.meanwhile(meanwhile)}
        </p>
      )}
    </>
  );
}

/** Half-written words are saved when the cell goes away under its author: by a filter, or with the page. */
function useSaveBeforeLeaving(isEditing: boolean, save: () => void): void {
  const newest = useRef({ isEditing, save });
  useEffect(() => {
    newest.current = { isEditing, save };
  });
  // A layout effect ends while the field is still there.
  useLayoutEffect(() => {
    const leave = () => {
      if (newest.current.isEditing) newest.current.save();
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
}

/**
 * Hear an Enter that ended a syllable: some input methods pass it on as a line break without another key press.
 */
function useComposedEnter(
  input: React.RefObject<HTMLTextAreaElement | null>,
  isEditing: boolean,
  save: () => void,
): void {
  const newest = useRef(save);
  useEffect(() => {
    newest.current = save;
  });
  useEffect(() => {
    const element = input.current;
    if (!element || !isEditing) return;
    let isComposed = false;
    const heardKey = (event: globalThis.KeyboardEvent) => {
      isComposed = isComposing(event) && event.code === "Enter" && !event.shiftKey && !event.altKey;
    };
    const heardInput = (event: InputEvent) => {
      if (!isComposed || event.inputType !== "insertLineBreak") return;
      event.preventDefault();
      newest.current();
    };
    element.addEventListener("keydown", heardKey);
    element.addEventListener("beforeinput", heardInput);
    return () => {
      element.removeEventListener("keydown", heardKey);
      element.removeEventListener("beforeinput", heardInput);
    };
  }, [input, isEditing]);
}

function insertLineBreak(element: HTMLTextAreaElement): void {
  element.setRangeText("\n", element.selectionStart, element.selectionEnd, "end");
  grow(element);
}

/** Let the field grow with its text; beyond the window's height it scrolls. */
function grow(element: HTMLTextAreaElement): void {
  element.style.height = "";
  element.style.height = `${element.scrollHeight + 2}px`;
}
