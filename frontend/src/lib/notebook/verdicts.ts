/** Verdicts of the rows in sight: asked for together, kept while what they depend on stays. */
import type { Schema } from "@/api/client";
import type { Row } from "./row";

export type RowVerdict = Schema<"RowVerdict">;
export type VerdictState = RowVerdict | "pending";

export interface VerdictOptions {
  ask(rows: number[]): Promise<{ verdicts: RowVerdict[]; pending: number[] }>;
}

const GATHERED_FOR = 60;
const AT_ONCE = 200;
/** An event may be lost with the connection, so what is pending is asked for again by itself. */
const AGAIN_AFTER = 4000;

/** The verdicts of one page. What is known can be read as `known`, a new map after each change. */
export class VerdictKeeper {
  private found: ReadonlyMap<number, VerdictState> = new Map();
  private readonly marks = new Map<number, string>();
  private wanted = new Set<number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: VerdictOptions) {}

  readonly known = (): ReadonlyMap<number, VerdictState> => this.found;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tell which rows are in sight; those whose verdict is not known are asked for. */
  show(rows: readonly Row[]): void {
    for (const row of rows) {
      const mark = markOf(row);
      if (mark === null || this.marks.get(row.number) === mark) continue;
      this.marks.set(row.number, mark);
      this.wanted.add(row.number);
    }
    this.schedule();
  }

  /** The server computed verdicts: those that are waited for are fetched. */
  hear(rows: readonly number[]): void {
    for (const row of rows) if (this.found.get(row) === "pending") this.wanted.add(row);
    this.schedule();
  }

  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.again);
  }

  private schedule(): void {
    if (this.wanted.size > 0) this.timer ??= setTimeout(() => void this.fetch(), GATHERED_FOR);
  }

  private async fetch(): Promise<void> {
    const rows = [...this.wanted].slice(-AT_ONCE); // what came into sight last is waited for
    for (const row of rows) this.wanted.delete(row);
    try {
      const { verdicts, pending } = await this.options.ask(rows);
      const next = new Map(this.found);
      for (const row of pending) next.set(row, "pending");
      for (const verdict of verdicts) next.set(verdict.row, verdict);
      this.change(next);
      if (pending.length > 0) this.askAgain();
    } catch {
      for (const row of rows) this.marks.delete(row); // the next look asks again
    }
    this.timer = undefined;
    this.schedule();
  }

  private askAgain(): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => {
      this.hear([...this.found].flatMap(([row, state]) => (state === "pending" ? [row] : [])));
    }, AGAIN_AFTER);
  }

  private change(next: ReadonlyMap<number, VerdictState>): void {
    this.found = next;
    for (const listener of [...this.listeners]) listener();
  }
}

/** What a row's verdict depends on; null where there can be none. */
function markOf(row: Row): string | null {
  if (row.parent === null || row.difference === null) return null;
  return JSON.stringify([row.parent, row.difference, row.runs.map((run) => [run.id, run.best, run.miou])]);
}
