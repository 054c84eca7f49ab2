/** Takes edits to the server: together, in order, again where nobody answered, and never over newer words. */
import { isPassing } from "@/api/errors";
import { type Draft, type DraftPlace, forgetDraft, keepDraft, keptDrafts } from "./drafts";
import { type Cell, cellKey, plainText } from "./row";

export interface SentEdit {
  readonly row: number;
  readonly field: string;
  readonly text: string;
  readonly base: number;
}

export interface SavedOutcome {
  readonly row: number;
  readonly field: string;
  readonly saved: boolean;
  readonly cell: Cell;
  readonly conflict?: { theirs: string; mine: string; joined: string } | null;
}

export interface SaverOptions {
  send(edits: readonly SentEdit[]): Promise<readonly SavedOutcome[]>;
  /** A cell says something else now. */
  onSaved(outcomes: readonly SavedOutcome[]): void;
  sentence(error: unknown): string;
  storage: DraftPlace;
  now?(): number;
}

export type Drafts = ReadonlyMap<string, Draft>;

const AT_ONCE = 1000;
const PAUSES = [1000, 2000, 4000, 8000, 15_000];

/** The edits of one page. What waits can be read as `drafts`, a new map after each change. */
export class Saver {
  private waiting: Drafts = new Map();
  private sending: Map<string, Draft> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: SaverOptions) {}

  readonly drafts = (): Drafts => this.waiting;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Write texts into cells; `base` is what their author had before the eyes. */
  write(edits: readonly (SentEdit & { readonly rowId: string })[]): void {
    const at = this.options.now?.() ?? Date.now();
    const next = new Map(this.waiting);
    for (const edit of edits) {
      const key = cellKey(edit.row, edit.field);
      const before = next.get(key);
      // Words upon words that wait: both stand on what the first ones stood on.
      const base = before && before.state !== "collided" ? before.base : edit.base;
      const draft: Draft = { ...edit, text: plainText(edit.text), base, at, state: "waiting" };
      next.set(key, draft);
      keepDraft(this.options.storage, draft);
    }
    this.change(next);
    this.schedule(0);
  }

  /** Settle a collision: the text is written upon what the cell says now. */
  settle(key: string, text: string): void {
    const draft = this.waiting.get(key);
    if (!draft?.collision) return;
    const { row, rowId, field, collision } = draft;
    if (plainText(text) === collision.theirs) this.discard(key);
    else this.write([{ row, rowId, field, text, base: collision.version }]);
  }

  /** Throw a draft away: its author said so. */
  discard(key: string): void {
    const draft = this.waiting.get(key);
    if (!draft) return;
    forgetDraft(this.options.storage, draft);
    const next = new Map(this.waiting);
    next.delete(key);
    this.change(next);
  }

  /** Take up what an earlier page left behind, of the rows that are there. */
  adopt(rowOf: (rowId: string) => number | undefined): number {
    const next = new Map(this.waiting);
    let adopted = 0;
    for (const draft of keptDrafts(this.options.storage)) {
      const row = rowOf(draft.rowId);
      if (row === undefined || next.has(cellKey(row, draft.field))) continue;
      next.set(cellKey(row, draft.field), { ...draft, row });
      adopted += 1;
    }
    if (adopted > 0) {
      this.change(next);
      this.schedule(0);
    }
    return adopted;
  }

  /** Try now: the connection is back. */
  readonly retry = (): void => {
    this.failures = 0;
    this.schedule(0);
  };

  private schedule(delay: number): void {
    if (this.sending) return; // whatever waits is looked at when it is back
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delay);
  }

  private async flush(only?: string): Promise<void> {
    const batch = new Map(
      [...this.waiting]
        .filter(([key, draft]) => draft.state === "waiting" && (only === undefined || key === only))
        .slice(0, AT_ONCE),
    );
    if (batch.size === 0 || this.sending) return;
    this.sending = batch;
    this.mark(batch, "sending");
    const edits = [...batch.values()].map(({ row, field, text, base }) => ({ row, field, text, base }));
    try {
      const outcomes = await this.options.send(edits);
      this.sending = null;
      this.failures = 0;
      this.acknowledge(batch, outcomes);
    } catch (error) {
      this.sending = null;
      await this.fail(batch, error);
    }
    if ([...this.waiting.values()].some((draft) => draft.state === "waiting")) {
      this.schedule(this.failures > 0 ? (PAUSES[Math.min(this.failures, PAUSES.length) - 1] ?? 0) : 0);
    }
  }

  private acknowledge(batch: ReadonlyMap<string, Draft>, outcomes: readonly SavedOutcome[]): void {
    const next = new Map(this.waiting);
    for (const outcome of outcomes) {
      const key = cellKey(outcome.row, outcome.field);
      const sent = batch.get(key);
      const draft = next.get(key);
      if (!sent || !draft) continue;
      const isNewer = draft.at !== sent.at || draft.text !== sent.text;
      if (outcome.conflict) {
        const collision = { ...outcome.conflict, version: outcome.cell.version, author: outcome.cell.author };
        next.set(key, isNewer ? { ...draft, state: "waiting" } : { ...draft, state: "collided", collision });
      } else if (isNewer) {
        // What was written meanwhile stands on what was just saved, unless others' words were joined to it.
        const base = outcome.cell.text === sent.text ? outcome.cell.version : draft.base;
        next.set(key, { ...draft, base });
        keepDraft(this.options.storage, { ...draft, base });
      } else {
        forgetDraft(this.options.storage, draft);
        next.delete(key);
      }
    }
    this.options.onSaved(outcomes);
    this.change(next);
  }

  private async fail(batch: ReadonlyMap<string, Draft>, error: unknown): Promise<void> {
    this.mark(batch, "waiting");
    if (isPassing(error)) {
      this.failures += 1;
      return;
    }
    if (batch.size > 1) {
      // One of them is at fault: each is tried alone, so that the others are saved.
      for (const key of batch.keys()) await this.flush(key);
      return;
    }
    const refusal = this.options.sentence(error);
    this.mark(batch, "refused", refusal);
  }

  private mark(batch: ReadonlyMap<string, Draft>, state: Draft["state"], refusal?: string): void {
    const next = new Map(this.waiting);
    for (const [key, sent] of batch) {
      const draft = next.get(key);
      if (draft && draft.text === sent.text && draft.at === sent.at)
        next.set(key, { ...draft, state, refusal });
    }
    this.change(next);
  }

  private change(next: Drafts): void {
    this.waiting = next;
    for (const listener of [...this.listeners]) listener();
  }
}
