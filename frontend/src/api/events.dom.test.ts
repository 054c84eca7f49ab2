import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followWorkspace, onServerEvent, staleAfter, streamState } from "./events";

/** Stands where jsdom has no EventSource; it is opened, broken and spoken through by the test. */
class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }
  close() {
    this.closed = true;
  }
  tell(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

const last = () => FakeSource.all.at(-1) as FakeSource;
let queries: QueryClient;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("fetch", async () => new Response("{}"));
  queries = new QueryClient();
  end = followWorkspace(queries);
});

afterEach(() => {
  end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const isStale = (key: string[]) => queries.getQueryState(key)?.isInvalidated;

test("a run that moves makes its own queries old, and no other run's", () => {
  queries.setQueryData(["run", "a", "curves"], 1);
  queries.setQueryData(["run", "b", "curves"], 1);
  last().tell("run", { id: "a", status: "running", validations: 1, step: 10 });
  vi.advanceTimersByTime(1000);
  expect(isStale(["run", "a", "curves"])).toBe(true);
  expect(isStale(["run", "b", "curves"])).toBe(false);
});

test("an edit is asked for within a second", () => {
  queries.setQueryData(["notebook"], 1);
  last().tell("notebook", { last_change: 12 });
  vi.advanceTimersByTime(999);
  expect(isStale(["notebook"])).toBe(true);
});

test("many steps are one question", () => {
  const asked = vi.spyOn(queries, "invalidateQueries");
  for (let step = 0; step < 50; step++) last().tell("run", { id: "a", step });
  vi.advanceTimersByTime(1000);
  expect(asked.mock.calls.length).toBeLessThan(5);
});

test("a page may hear events itself, until it ends that", () => {
  const heard = vi.fn();
  const stop = onServerEvent("notebook", heard);
  last().tell("notebook", { last_change: 3 });
  stop();
  last().tell("notebook", { last_change: 4 });
  expect(heard.mock.calls).toEqual([[{ last_change: 3 }]]);
});

test("a broken stream is opened again within five seconds, however often it broke", () => {
  for (let failure = 1; failure <= 8; failure++) {
    last().onerror?.();
    expect(streamState.get()).toBe("lost");
    vi.advanceTimersByTime(5000);
    expect(FakeSource.all).toHaveLength(failure + 1);
  }
});

test("what was missed while the stream was broken is asked for", () => {
  queries.setQueryData(["runs"], 1);
  last().onopen?.();
  expect(isStale(["runs"])).toBe(false);
  last().onerror?.();
  vi.advanceTimersByTime(5000);
  last().onopen?.();
  expect(isStale(["runs"])).toBe(true);
  expect(streamState.get()).toBe("open");
});

test("a tab that nobody sees gives its connection back, and takes one when it is seen", () => {
  const see = (state: string) => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue(state as DocumentVisibilityState);
    document.dispatchEvent(new Event("visibilitychange"));
  };
  see("hidden");
  vi.advanceTimersByTime(30_000);
  expect(last().closed).toBe(true);
  see("visible");
  expect(FakeSource.all).toHaveLength(2);
  expect(last().closed).toBe(false);
});

test("an event without sense does no harm", () => {
  expect(staleAfter("run", null)).toEqual([["runs"]]);
});
