import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { createStore } from "@/lib/store/store";
import { followStream, type StreamState } from "./event-source";
import { queryKeys } from "./query-keys";
import { session } from "./session";

/** What the server tells, by the event's name. */
export interface ServerEvents {
  notebook: { last_change: number };
  run: { id: string; status: string; validations: number; step: number };
  verdicts: { rows: number[] };
}

export type EventName = keyof ServerEvents;

const NAMES: readonly EventName[] = ["notebook", "run", "verdicts"];
const GATHERED_FOR = 200;

/** Whether the page hears what happens. */
export const streamState = createStore<StreamState>("connecting");

type Listener = (name: EventName, data: unknown) => void;
const listeners = new Set<Listener>();

/**
 * Hear one kind of event; for what wants to know more than "ask again", as the notebook does.
 *
 * @returns Ends it.
 */
export function onServerEvent<Name extends EventName>(
  name: Name,
  heard: (data: ServerEvents[Name]) => void,
): () => void {
  const listener: Listener = (told, data) => {
    if (told === name && data !== null) heard(data as ServerEvents[Name]);
  };
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tell which queries an event makes old. */
export function staleAfter(name: EventName, data: unknown): QueryKey[] {
  if (name === "notebook") return [queryKeys.notebook, queryKeys.meetings];
  if (name === "verdicts") return [queryKeys.verdicts, queryKeys.notebook];
  const id = typeof data === "object" && data !== null && "id" in data ? String(data.id) : null;
  return id === null ? [queryKeys.runs] : [queryKeys.run(id), queryKeys.runs, queryKeys.notebook];
}

/**
 * Follow the workspace: whatever changed is asked for again.
 *
 * A trainer tells many steps a second, so what is old is gathered for a moment before it is asked for.
 *
 * @returns Ends it.
 */
export function followWorkspace(queries: QueryClient): () => void {
  const stale = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    timer = undefined;
    for (const queryKey of stale.values()) void queries.invalidateQueries({ queryKey });
    stale.clear();
  }

  const end = followStream({
    url: "/api/v1/events",
    names: NAMES,
    onEvent(told, data) {
      const name = told as EventName;
      for (const listener of [...listeners]) listener(name, data);
      for (const key of staleAfter(name, data)) stale.set(JSON.stringify(key), key);
      timer ??= setTimeout(flush, GATHERED_FOR);
    },
    onReopen() {
      void session.renew().catch(() => undefined); // its next user is told
      void queries.invalidateQueries();
    },
    onState: streamState.set,
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
