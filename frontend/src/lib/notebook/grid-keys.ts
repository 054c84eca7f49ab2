/** What a key press means in the grid while no cell is edited. */
import { nameOf } from "@/lib/keys/key";
import type { Step } from "./selection";

export type GridAction =
  | { readonly kind: "step"; readonly way: Step; readonly extend: boolean }
  | { readonly kind: "tab"; readonly backwards: boolean }
  | { readonly kind: "edit" | "empty" | "fill" | "undo" | "redo" | "all" | "open" | "history" | "leave" };

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  PageUp: "pageUp",
  PageDown: "pageDown",
  Home: "home",
  End: "end",
  "Control+Home": "first",
  "Control+End": "last",
  "Control+ArrowUp": "top",
  "Control+ArrowDown": "bottom",
};

const ACTIONS: Readonly<Record<string, GridAction>> = {
  Tab: { kind: "tab", backwards: false },
  "Shift+Tab": { kind: "tab", backwards: true },
  Enter: { kind: "edit" },
  F2: { kind: "edit" },
  Delete: { kind: "empty" },
  Backspace: { kind: "empty" },
  Escape: { kind: "leave" },
  "Control+Enter": { kind: "open" },
  "Control+a": { kind: "all" },
  "Control+d": { kind: "fill" },
  "Control+z": { kind: "undo" },
  "Control+Shift+z": { kind: "redo" },
  "Control+y": { kind: "redo" },
  "Alt+h": { kind: "history" },
};

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Tell what a key means; null where it is none of the grid's: it may begin a text. */
export function gridAction(event: Pressed): GridAction | null {
  const name = commandName(event);
  const action = ACTIONS[name];
  if (action) return action;
  const way = STEPS[name.replace("Shift+", "")];
  return way ? { kind: "step", way, extend: event.shiftKey } : null;
}

/** With Control, capitals are no letters of their own: some systems write `z` for Control+Shift+Z, others `Z`. */
function commandName(event: Pressed): string {
  const name = nameOf(event);
  const letter = /^Control\+(\p{L})$/u.exec(name)?.[1];
  return letter ? `Control+${event.shiftKey ? "Shift+" : ""}${letter.toLowerCase()}` : name;
}

/**
 * Whether a key press belongs to an input method that is putting a syllable together.
 *
 * Safari tells the key that ends a composition after it has ended; it still has the code 229.
 */
export function isComposing(event: Pick<KeyboardEvent, "isComposing" | "keyCode" | "key">): boolean {
  return event.isComposing || event.keyCode === 229 || event.key === "Process";
}
