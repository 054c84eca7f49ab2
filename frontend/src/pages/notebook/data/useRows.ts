import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { onServerEvent } from "@/api/events";
import { type NotebookView, type Row, readChanges, readRow, rowsKey, rowsQuery } from "@/api/notebook";
import { useName } from "@/app/useName";
import { changedCells, replacedRows, rowsOfRun, staleRows } from "@/lib/notebook/follow";
import { FIELDS } from "@/lib/notebook/matching";

const FRESH_FOR = 4000;

/** The rows as they are now: what happens elsewhere comes in by events, a few rows at a time. */
export function useRows(deleted: boolean) {
  const client = useQueryClient();
  const query = useQuery(rowsQuery(deleted));
  const fresh = useFreshCells(query.data);

  useEffect(() => {
    const follower = new Follower(client, deleted);
    const ends = [
      onServerEvent("notebook", ({ last_change }) => follower.hear(last_change)),
      onServerEvent("run", (run) => follower.hearRun(run)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [client, deleted]);

  return { query, fresh };
}

/** Put rows that an answer brought in their places. */
export function placeRows(
  client: QueryClient,
  deleted: boolean,
  rows: readonly Row[],
  lastChange?: number,
): void {
  client.setQueryData<NotebookView>(rowsKey(deleted), (view) => {
    if (!view) return view;
    const placed = replacedRows(view.rows, rows, deleted);
    const own = new Set([...view.own_fields, ...rows.flatMap((row) => Object.keys(row.cells))]);
    for (const field of FIELDS) own.delete(field);
    const ownFields = own.size === view.own_fields.length ? view.own_fields : [...own].sort();
    return { rows: placed, own_fields: ownFields, last_change: lastChange ?? view.last_change };
  });
}

/** Catches up with the server, one look after the other. */
class Follower {
  private newest = 0;
  private isBusy = false;
  private readonly stands = new Map<string, string>();

  constructor(
    private readonly client: QueryClient,
    private readonly deleted: boolean,
  ) {}

  hear(change: number): void {
    this.newest = Math.max(this.newest, change);
    void this.catchUp();
  }

  hearRun({ id, status, validations }: { id: string; status: string; validations: number }): void {
    const stand = `${status} ${validations}`;
    if (this.stands.get(id) === stand) return; // another step says nothing that a row shows
    this.stands.set(id, stand);
    const view = this.view();
    if (view) void this.refresh(rowsOfRun(view.rows, id));
  }

  private async catchUp(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (let view = this.view(); view && view.last_change < this.newest; view = this.view()) {
        const changes = await readChanges(view.last_change);
        const upTo = Math.max(view.last_change, ...changes.map((change) => change.number));
        if (upTo === view.last_change) break;
        await this.refresh(staleRows(view.rows, changes), upTo);
      }
    } catch {
      // The stream tells when the server is back, and everything is asked for then.
    } finally {
      this.isBusy = false;
    }
  }

  private async refresh(numbers: number[] | null, upTo?: number): Promise<void> {
    if (numbers === null) await this.client.refetchQueries({ queryKey: rowsKey(this.deleted) });
    else placeRows(this.client, this.deleted, await Promise.all(numbers.map(readRow)), upTo);
  }

  private view(): NotebookView | undefined {
    return this.client.getQueryData<NotebookView>(rowsKey(this.deleted));
  }
}

/** The cells that somebody else changed a moment ago. */
function useFreshCells(view: NotebookView | undefined): ReadonlySet<string> {
  const { name } = useName();
  const before = useRef<readonly Row[]>(undefined);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!view) return;
    const changed = before.current ? changedCells(before.current, view.rows, name) : [];
    before.current = view.rows;
    if (changed.length === 0 || changed.length > 500) return;
    setFresh((now) => new Set([...now, ...changed]));
    setTimeout(() => setFresh((now) => new Set([...now].filter((key) => !changed.includes(key)))), FRESH_FOR);
  }, [view, name]);
  return fresh;
}
