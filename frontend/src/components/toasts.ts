import { currentText } from "@/app/i18n/language";
import { createStore } from "@/lib/store/store";
import { sentenceOf } from "./sentence";

export interface Toast {
  id: number;
  kind: "done" | "error";
  message: string;
  action?: { label: string; run(): void };
}

/** What is told at the page's lower edge now. */
export const toasts = createStore<readonly Toast[]>([]);

const SECONDS = 6;
const MOST = 4;
let last = 0;

/**
 * Tell something in one sentence.
 *
 * Errors, and what offers an action, stay until they are dismissed: nobody reads in a hurry.
 */
export function tell(message: string, action?: Toast["action"]): void {
  add({ kind: "done", message, action });
}

/** Tell that something failed, and why; `onError: tellError` of a mutation. */
export function tellError(error: unknown): void {
  add({ kind: "error", message: sentenceOf(error, currentText().common.error) });
}

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

function add(toast: Omit<Toast, "id">): void {
  const others = toasts.get().filter((other) => other.message !== toast.message);
  const id = ++last;
  toasts.set([...others, { ...toast, id }].slice(-MOST));
  if (toast.kind === "done" && !toast.action) setTimeout(() => dismiss(id), SECONDS * 1000);
}
