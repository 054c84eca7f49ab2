import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import type { Row } from "@/api/notebook";
import { type Suggestion, useSuggestions } from "../data/useSuggestions";

interface Options {
  row: Row | null;
  field: string;
  isOpen: boolean;
  element: RefObject<HTMLTextAreaElement | null>;
  /** The whole field is chosen: it can be saved. */
  onWhole(): void;
}

/** Lets a text field suggest: what it says, the marked suggestion, and the keys of the list. */
export function useSuggested({ row, field, isOpen, element, onWhole }: Options) {
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; caret: number; isUntouched: boolean } | null>(null);
  const [marked, setMarked] = useState(-1);
  const shown = isOpen ? typed : null;
  const suggestions = useSuggestions(
    row,
    field,
    shown?.text ?? null,
    shown?.caret ?? 0,
    shown?.isUntouched ?? false,
  );

  function look(isUntouched = false): void {
    const input = element.current;
    setTyped(input && { text: input.value, caret: input.selectionStart, isUntouched });
    // After `@` the first one is meant; other fields take any text, so there nothing is.
    setMarked(field === "status" || field === "tags" || field === "parent" ? -1 : 0);
  }

  function pick(suggestion: Suggestion): void {
    const input = element.current;
    if (!input) return;
    input.value = suggestion.text;
    input.setSelectionRange(suggestion.caret, suggestion.caret);
    if (suggestion.isWhole) {
      setTyped(null);
      onWhole();
    } else look();
  }

  /** @returns Whether the key was the list's. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (suggestions.length === 0) return false;
    const chosen = suggestions[marked];
    if (event.key === "ArrowDown") setMarked((marked + 1) % suggestions.length);
    else if (event.key === "ArrowUp") setMarked((marked <= 0 ? suggestions.length : marked) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen && !event.shiftKey && !event.altKey)
      pick(chosen);
    else if (event.key === "Escape" && chosen) setTyped(null);
    else return false;
    event.preventDefault();
    return true;
  }

  const list = { id, suggestions, marked, onPick: pick };
  const hasList = suggestions.length > 0;
  const aria = {
    role: "combobox",
    "aria-expanded": hasList,
    "aria-autocomplete": "list" as const,
    "aria-controls": hasList ? id : undefined,
    "aria-activedescendant": hasList && marked >= 0 ? `${id}-${marked}` : undefined,
  };
  return { look, onKeyDown, list, hasList, aria, forget: () => setTyped(null) };
}
