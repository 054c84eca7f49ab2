/** What somebody wrote and no server has confirmed: kept in this browser until one has. */
import type { Collision } from "./merge";

export interface Draft {
  readonly row: number;
  /** The row's id, which no other notebook has: two workspaces may be served at one address. */
  readonly rowId: string;
  readonly field: string;
  readonly text: string;
  /** The version that its author had before the eyes. */
  readonly base: number;
  readonly at: number;
  readonly state: "waiting" | "sending" | "collided" | "refused";
  /** What the cell says meanwhile, and whose words those are. */
  readonly collision?: Collision & { readonly version: number; readonly author: string };
  /** Why the server did not take it. */
  readonly refusal?: string;
}

const PREFIX = "segscope.draft.";

/** Where drafts are kept: the part of `localStorage` that is needed. */
export type DraftPlace = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

function placeOf({ rowId, field }: Pick<Draft, "rowId" | "field">): string {
  return `${PREFIX}${rowId} ${field}`;
}

/** Keep a draft; each cell has a place of its own, so that tabs do not overwrite each other's. */
export function keepDraft(storage: DraftPlace, draft: Draft): void {
  const { row, rowId, field, text, base, at } = draft;
  try {
    storage.setItem(placeOf(draft), JSON.stringify({ row, rowId, field, text, base, at }));
  } catch {
    // A full browser still holds it as long as the page is open.
  }
}

/** Forget a draft, if what is kept is not a newer one of another tab. */
export function forgetDraft(storage: DraftPlace, draft: Pick<Draft, "rowId" | "field" | "at">): void {
  try {
    const kept = readDraft(storage.getItem(placeOf(draft)));
    if (kept === null || kept.at <= draft.at) storage.removeItem(placeOf(draft));
  } catch {
    // Nothing was kept.
  }
}

/** Give all drafts that are kept, oldest first. */
export function keptDrafts(storage: DraftPlace): Draft[] {
  const found: Draft[] = [];
  try {
    for (let place = 0; place < storage.length; place += 1) {
      const key = storage.key(place);
      if (!key?.startsWith(PREFIX)) continue;
      const draft = readDraft(storage.getItem(key));
      if (draft) found.push(draft);
    }
  } catch {
    return found;
  }
  return found.sort((one, other) => one.at - other.at);
}

function readDraft(kept: string | null): Draft | null {
  try {
    const said: unknown = JSON.parse(kept ?? "null");
    return isDraft(said) ? { ...said, state: "waiting" } : null;
  } catch {
    return null;
  }
}

function isDraft(said: unknown): said is Omit<Draft, "state"> {
  if (typeof said !== "object" || said === null) return false;
  const draft = said as Record<string, unknown>;
  return (
    typeof draft.rowId === "string" &&
    typeof draft.field === "string" &&
    typeof draft.text === "string" &&
    [draft.row, draft.base, draft.at].every((value) => Number.isInteger(value))
  );
}
