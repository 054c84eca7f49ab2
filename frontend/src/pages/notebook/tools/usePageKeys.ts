import type { RefObject } from "react";
import { useText } from "@/app/i18n/language";
import { useKeys } from "@/lib/keys/useKeys";
import type { Edits } from "../data/useEdits";

interface Options {
  filter: RefObject<HTMLInputElement | null>;
  edits: Edits;
  onNewRow(): void;
}

/**
 * The keys of the page, and the list of those that the grid hears by itself: these are named by signs that no
 * key press has, so that they are told and not taken from the grid.
 */
export function usePageKeys({ filter, edits, onNewRow }: Options): void {
  const text = useText().notebook.keys;
  const nothing = () => undefined;
  useKeys(text.title, [
    { keys: ["/"], label: text.filter, run: () => filter.current?.focus() },
    { keys: ["n"], label: text.newRow, run: onNewRow },
    { keys: ["Enter⏎", "F2"], label: text.enter, run: nothing },
    { keys: ["Shift+⏎"], label: text.newLine, run: nothing },
    { keys: ["Tab⇥"], label: text.next, run: nothing },
    { keys: ["Esc"], label: text.leave, run: nothing },
    { keys: ["Shift+↑↓←→"], label: text.block, run: nothing },
    { keys: ["Ctrl+c"], label: text.copy, run: nothing },
    { keys: ["Del"], label: text.empty, run: nothing },
    { keys: ["Ctrl+d"], label: text.fill, run: nothing },
    { keys: ["Control+z"], label: text.undo, run: edits.undo },
    { keys: ["Control+y"], label: text.redo, run: edits.redo },
    { keys: ["Ctrl+⏎"], label: text.open, run: nothing },
    { keys: ["Alt+h"], label: text.history, run: nothing },
  ]);
}
