/** What somebody began to say and has not sent: it is there again when the row is opened once more. */

const PREFIX = "segscope.comment.";

export function keptComment(rowId: string): string {
  try {
    return window.sessionStorage.getItem(PREFIX + rowId) ?? "";
  } catch {
    return "";
  }
}

export function keepComment(rowId: string, text: string): void {
  try {
    if (text) window.sessionStorage.setItem(PREFIX + rowId, text);
    else window.sessionStorage.removeItem(PREFIX + rowId);
  } catch {
    // It stays in the field as long as the row is open.
  }
}
