/** What a key press is called, and when it belongs to a page and not to a text that is written. */

/** A key as pages name it: `j`, `?`, `ArrowLeft`, `Space`, `Control+ArrowLeft`, `Shift+Enter`. */
export type KeyName = string;

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/**
 * Name a key press.
 *
 * With a Korean keyboard the key `g` says `ㅎ`: keys are then read by their place, so that nobody has to
 * switch for a command. Shift is named with keys that write nothing; with others it chooses the sign.
 */
export function nameOf(event: Pressed): KeyName {
  const key = event.key === " " ? "Space" : latin(event);
  const shift = event.shiftKey && key.length > 1;
  return [
    event.ctrlKey || event.metaKey ? "Control" : "",
    event.altKey ? "Alt" : "",
    shift ? "Shift" : "",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

function latin(event: Pressed): string {
  const isOtherScript = event.key === "Process" || /^[^\p{ASCII}]$/u.test(event.key);
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (isOtherScript && letter) return event.shiftKey ? letter : letter.toLowerCase();
  // Control and Alt make other signs of letters on some systems.
  if (event.altKey && letter) return letter.toLowerCase();
  return event.key;
}

const TEXT_INPUTS = new Set([
  "button",
  "checkbox",
  "color",
  "file",
  "image",
  "radio",
  "range",
  "reset",
  "submit",
]);

/** Whether what has the focus takes letters for itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !TEXT_INPUTS.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable ||
    target.closest("[contenteditable=''], [contenteditable='true']") !== null
  );
}

const OF_CONTROLS = new Set([
  "Space",
  "Enter",
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
]);

/** Whether the focused control needs a key for itself: Space on a button, arrows in a list of tabs. */
export function isTakenByControl(name: KeyName, target: EventTarget | null): boolean {
  if (!OF_CONTROLS.has(name) || !(target instanceof Element)) return false;
  if (name === "Space" || name === "Enter") {
    return (
      target.closest("button, a[href], summary, input, [role=button], [role=menuitem], [role=tab]") !== null
    );
  }
  return (
    target.closest("input, [role=tablist], [role=menu], [role=grid], [role=separator], [role=slider]") !==
    null
  );
}
