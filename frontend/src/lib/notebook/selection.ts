/** Which cell is active and which block is chosen: pure steps over the lines and columns that are shown. */

export interface Place {
  /** Id of the line (`RowItem.id`). */
  readonly line: string;
  readonly column: string;
}

export interface Selection {
  /** The active cell: it has the focus. */
  readonly active: Place;
  /** The other corner of the block; the active cell itself where only one cell is chosen. */
  readonly corner: Place;
}

/** What is shown, in order; lines that are no rows are left out. */
export interface Sheet {
  readonly lines: readonly string[];
  readonly columns: readonly string[];
}

/** A block by places, both ends included. */
export interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export type Step =
  | "up"
  | "down"
  | "left"
  | "right"
  | "pageUp"
  | "pageDown"
  | "home"
  | "end"
  | "top"
  | "bottom"
  | "first"
  | "last";

/** Choose one cell. */
export function selectCell(place: Place): Selection {
  return { active: place, corner: place };
}

/** Choose the block from the corner to a cell; the corner keeps the focus. */
export function extendTo(selection: Selection, place: Place): Selection {
  return { ...selection, corner: place };
}

/** Step from the active cell, or, with `extend`, move the block's other corner. */
export function step(selection: Selection, way: Step, sheet: Sheet, extend: boolean, page = 10): Selection {
  const from = extend ? selection.corner : selection.active;
  const to = stepped(from, way, sheet, page);
  return extend ? extendTo(selection, to) : selectCell(to);
}

/** Step to the next cell of a row, and from a row's end to the next row's beginning; null beyond the last. */
export function tabbed(selection: Selection, backwards: boolean, sheet: Sheet): Selection | null {
  const { line, column } = placesOf(selection.active, sheet);
  const width = sheet.columns.length;
  const next = line * width + column + (backwards ? -1 : 1);
  if (next < 0 || next >= width * sheet.lines.length) return null;
  return selectCell(at(sheet, Math.floor(next / width), next % width));
}

/** Give the block that is chosen. */
export function blockOf(selection: Selection, sheet: Sheet): Block {
  const one = placesOf(selection.active, sheet);
  const other = placesOf(selection.corner, sheet);
  return {
    top: Math.min(one.line, other.line),
    bottom: Math.max(one.line, other.line),
    left: Math.min(one.column, other.column),
    right: Math.max(one.column, other.column),
  };
}

/** Whether more than one cell is chosen. */
export function isBlock({ active, corner }: Selection): boolean {
  return active.line !== corner.line || active.column !== corner.column;
}

/** Keep a selection where rows or columns went away: it moves to what took their place. */
export function heldSelection(selection: Selection, before: Sheet, now: Sheet): Selection | null {
  if (now.lines.length === 0 || now.columns.length === 0) return null;
  const held = (place: Place): Place => ({
    line: now.lines.includes(place.line) ? place.line : nearest(before.lines.indexOf(place.line), now.lines),
    column: now.columns.includes(place.column)
      ? place.column
      : nearest(before.columns.indexOf(place.column), now.columns),
  });
  const active = held(selection.active);
  const corner = held(selection.corner);
  const isSame =
    active.line === selection.active.line &&
    active.column === selection.active.column &&
    corner.line === selection.corner.line &&
    corner.column === selection.corner.column;
  return isSame ? selection : { active, corner };
}

function stepped(from: Place, way: Step, sheet: Sheet, page: number): Place {
  const { line, column } = placesOf(from, sheet);
  switch (way) {
    case "up":
      return at(sheet, line - 1, column);
    case "down":
      return at(sheet, line + 1, column);
    case "left":
      return at(sheet, line, column - 1);
    case "right":
      return at(sheet, line, column + 1);
    case "pageUp":
      return at(sheet, line - page, column);
    case "pageDown":
      return at(sheet, line + page, column);
    case "home":
      return at(sheet, line, 0);
    case "end":
      return at(sheet, line, sheet.columns.length - 1);
    case "top":
      return at(sheet, 0, column);
    case "bottom":
      return at(sheet, sheet.lines.length - 1, column);
    case "first":
      return at(sheet, 0, 0);
    case "last":
      return at(sheet, sheet.lines.length - 1, sheet.columns.length - 1);
  }
}

function placesOf(place: Place, sheet: Sheet): { line: number; column: number } {
  return {
    line: Math.max(0, sheet.lines.indexOf(place.line)),
    column: Math.max(0, sheet.columns.indexOf(place.column)),
  };
}

function at(sheet: Sheet, line: number, column: number): Place {
  return { line: nearest(line, sheet.lines), column: nearest(column, sheet.columns) };
}

function nearest(place: number, of: readonly string[]): string {
  return of[Math.min(Math.max(place, 0), of.length - 1)] ?? "";
}
