/**
 * Notes that several people take at once: what stands in one's field, on what it stands, and what becomes of
 * it when others' words come.
 */

export interface NoteCell {
  version: number;
  text: string;
  author: string;
}

export interface NoteField {
  /** What stands in the field. */
  text: string;
  /** The version that it was written upon, and what that one said. */
  base: number;
  baseText: string;
}

export function fieldOf(cell: NoteCell): NoteField {
  return { text: cell.text, base: cell.version, baseText: cell.text };
}

/** Whether something in the field is not saved; blanks at the end are not kept. */
export function isChanged(field: NoteField): boolean {
  return field.text.trimEnd() !== field.baseText.trimEnd();
}

export function typed(field: NoteField, text: string): NoteField {
  return { ...field, text };
}

/** The cell says something: who has written nothing sees it, whoever is writing is not disturbed. */
export function received(field: NoteField, cell: NoteCell): NoteField {
  if (cell.version <= field.base) return field;
  if (isChanged(field)) return field;
  // A line break that somebody has just made is no change, and yet stays where it is.
  return { ...fieldOf(cell), text: carriedOver(field.baseText, cell.text, field.text) ?? cell.text };
}

/**
 * What was sent is saved, perhaps joined to others' words.
 *
 * What was typed meanwhile is carried over to them; where both changed the same place it keeps standing on the
 * old version, and the server joins them.
 */
export function saved(field: NoteField, sent: string, cell: NoteCell): NoteField {
  const isSame = field.text.trimEnd() === sent.trimEnd();
  const carried = carriedOver(sent, cell.text, field.text) ?? (isSame ? cell.text : null);
  return carried === null ? field : { text: carried, base: cell.version, baseText: cell.text };
}

/** Make in `theirs` the one change that leads from `before` to `mine`; null where theirs is at the same place. */
export function carriedOver(before: string, theirs: string, mine: string): string | null {
  if (theirs === before) return mine;
  if (mine === before) return theirs;
  const one = changeOf(before, mine);
  const other = changeOf(before, theirs);
  if (one.end < other.start) return mine.slice(0, one.start + one.text.length) + theirs.slice(one.end);
  if (other.end < one.start) return theirs.slice(0, other.start + other.text.length) + mine.slice(other.end);
  return null;
}

/** Where the caret stands when a text is replaced by another: beside the same words. */
export function caretAfter(before: string, after: string, caret: number): number {
  const { start, end, text } = changeOf(before, after);
  if (caret <= start) return caret;
  if (caret >= end) return caret + start + text.length - end;
  return start + text.length;
}

interface OneChange {
  start: number;
  /** In the text before. */
  end: number;
  /** What stands there now. */
  text: string;
}

/** The smallest stretch that holds everything that differs. */
function changeOf(before: string, after: string): OneChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
