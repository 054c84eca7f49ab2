/** One's own edits, to be taken back and made again: never over somebody else's words without asking. */

export interface CellChange {
  readonly row: number;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What was done at once: a cell, or the block of a paste. */
export type Act = readonly CellChange[];

export interface UndoStack {
  readonly done: readonly Act[];
  readonly undone: readonly Act[];
}

export const EMPTY_STACK: UndoStack = { done: [], undone: [] };
const MOST = 200;

/** Add an act; what was undone before it is no longer to be redone. Changes that change nothing are left out. */
export function recorded(stack: UndoStack, act: Act): UndoStack {
  const changes = act.filter((change) => change.before !== change.after);
  return changes.length === 0 ? stack : { done: [...stack.done, changes].slice(-MOST), undone: [] };
}

/** What an undo would write, parted by whether the cell still says what the act left there. */
export interface UndoPlan {
  readonly stack: UndoStack;
  readonly safe: Act;
  /** Somebody changed these since: their author has to be asked. */
  readonly disputed: Act;
}

/**
 * Plan to take back the last act, or to make it again.
 *
 * @param now Gives what a cell says now; undefined where its row is not there any more.
 * @returns Null where there is nothing to do. The changes are the edits to make: `after` is what is written.
 */
export function planUndo(
  stack: UndoStack,
  way: "undo" | "redo",
  now: (row: number, field: string) => string | undefined,
): UndoPlan | null {
  const act = (way === "undo" ? stack.done : stack.undone).at(-1);
  if (!act) return null;
  const changes = way === "undo" ? act.map(turned).reverse() : act;
  const there = changes.filter((change) => now(change.row, change.field) !== undefined);
  return {
    stack:
      way === "undo"
        ? { done: stack.done.slice(0, -1), undone: [...stack.undone, act] }
        : { done: [...stack.done, act], undone: stack.undone.slice(0, -1) },
    safe: there.filter((change) => now(change.row, change.field) === change.before),
    disputed: there.filter((change) => {
      const text = now(change.row, change.field);
      return text !== change.before && text !== change.after; // already as wanted: nothing to ask
    }),
  };
}

function turned({ row, field, before, after }: CellChange): CellChange {
  return { row, field, before: after, after: before };
}
