import { expect, test } from "vitest";
import { type Act, EMPTY_STACK, planUndo, recorded } from "./undo";

const change = (before: string, after: string, row = 1) => ({ row, field: "tags", before, after });

/** A sheet of cells that acts are made on. */
function sheet(cells: Record<number, string>) {
  return {
    now: (row: number) => cells[row],
    write(act: Act) {
      for (const { row, after } of act) cells[row] = after;
    },
    cells,
  };
}

test("undo and redo walk through what was done", () => {
  const paper = sheet({ 1: "" });
  let stack = EMPTY_STACK;
  for (const [before, after] of [
    ["", "a"],
    ["a", "b"],
  ] as const) {
    paper.write([change(before, after)]);
    stack = recorded(stack, [change(before, after)]);
  }
  const seen: string[] = [];
  for (const way of ["undo", "undo", "redo", "redo", "undo"] as const) {
    const plan = planUndo(stack, way, paper.now);
    if (!plan) throw new Error("nothing to do");
    expect(plan.disputed).toEqual([]);
    paper.write(plan.safe);
    stack = plan.stack;
    seen.push(paper.cells[1] ?? "");
  }
  expect(seen).toEqual(["a", "", "a", "b", "a"]);
});

test("a pasted block is taken back at once", () => {
  const stack = recorded(EMPTY_STACK, [change("", "x", 1), change("old", "y", 2)]);
  const plan = planUndo(stack, "undo", sheet({ 1: "x", 2: "y" }).now);
  expect(plan?.safe).toEqual([change("y", "old", 2), change("x", "", 1)]);
});

test("a cell that somebody changed since is asked about, and the others are not", () => {
  const stack = recorded(EMPTY_STACK, [change("", "x", 1), change("", "y", 2)]);
  const plan = planUndo(stack, "undo", sheet({ 1: "x", 2: "somebody's" }).now);
  expect(plan?.safe).toEqual([change("x", "", 1)]);
  expect(plan?.disputed).toEqual([change("y", "", 2)]);
});

test("a cell that says already what it should, or whose row is gone, is left", () => {
  const stack = recorded(EMPTY_STACK, [change("", "x", 1), change("", "y", 2)]);
  const plan = planUndo(stack, "undo", (row) => (row === 1 ? "" : undefined));
  expect([plan?.safe, plan?.disputed]).toEqual([[], []]);
});

test("something new ends what could be redone", () => {
  const stack = recorded(EMPTY_STACK, [change("", "a")]);
  const undone = planUndo(stack, "undo", () => "a");
  const next = recorded(undone?.stack ?? EMPTY_STACK, [change("", "z")]);
  expect(planUndo(next, "redo", () => "z")).toBeNull();
});

test("what changes nothing is no act", () => {
  expect(recorded(EMPTY_STACK, [change("a", "a")])).toBe(EMPTY_STACK);
  expect(planUndo(EMPTY_STACK, "undo", () => "")).toBeNull();
});
