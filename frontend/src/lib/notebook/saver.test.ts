import { beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import type { DraftPlace } from "./drafts";
import { type SavedOutcome, Saver, type SentEdit } from "./saver";

/** A server that keeps versions of cells, and joins or refuses as the real one does for whole texts. */
class Server {
  readonly cells = new Map<string, { text: string; version: number }>();
  readonly heard: SentEdit[][] = [];
  down = false;
  refuses: string | null = null;
  gate: Promise<void> = Promise.resolve();

  send = async (edits: readonly SentEdit[]): Promise<SavedOutcome[]> => {
    this.heard.push([...edits]);
    await this.gate;
    if (this.down) throw new ApiError(0, "unreachable", "no answer");
    if (this.refuses !== null && edits.some((edit) => edit.text === this.refuses)) {
      throw new ApiError(422, "wrong_use", "the text is too long.");
    }
    return edits.map((edit) => this.write(edit));
  };

  write({ row, field, text, base }: SentEdit): SavedOutcome {
    const key = `${row} ${field}`;
    const now = this.cells.get(key) ?? { text: "", version: 0 };
    const said = (cell: { text: string; version: number }) => ({ ...cell, author: "민준", time: "" });
    if (now.version !== base && now.text !== text) {
      const conflict = { theirs: now.text, mine: text, joined: `${now.text}\n${text}` };
      return { row, field, saved: false, cell: said(now), conflict };
    }
    const written = { text, version: now.version + 1 };
    this.cells.set(key, written);
    return { row, field, saved: true, cell: said(written) };
  }
}

function storage(): DraftPlace & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (place) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size;
    },
  };
}

let server: Server;
let place: ReturnType<typeof storage>;
let clock = 0;
const make = () =>
  new Saver({
    send: server.send,
    onSaved: () => undefined,
    sentence: (error) => (error as Error).message,
    storage: place,
    now: () => ++clock,
  });
const edit = (text: string, base = 0, row = 1) => ({
  row,
  rowId: `row${row}`,
  field: "hypothesis",
  text,
  base,
});
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  place = storage();
});

test("an edit waits until the server has it, and is kept as long", async () => {
  const saver = make();
  saver.write([edit("lower rate")]);
  expect(saver.drafts().get("1 hypothesis")?.text).toBe("lower rate");
  expect(place.kept.size).toBe(1);
  await settled();
  expect(server.cells.get("1 hypothesis")).toEqual({ text: "lower rate", version: 1 });
  expect(saver.drafts().size).toBe(0);
  expect(place.kept.size).toBe(0);
});

test("a paste goes in one request", async () => {
  const saver = make();
  saver.write(Array.from({ length: 120 }, (_nothing, row) => edit("x", 0, row + 1)));
  await settled();
  expect(server.heard.map((edits) => edits.length)).toEqual([120]);
});

test("while nobody answers it is tried again, and nothing is lost", async () => {
  const saver = make();
  server.down = true;
  saver.write([edit("kept")]);
  await vi.advanceTimersByTimeAsync(4000);
  expect(server.heard.length).toBeGreaterThan(2);
  expect(saver.drafts().get("1 hypothesis")?.state).toBe("waiting");
  server.down = false;
  saver.retry();
  await settled();
  expect(server.cells.get("1 hypothesis")?.text).toBe("kept");
});

test("another page takes up what was left, and only what is of this notebook", async () => {
  server.down = true;
  make().write([edit("mine"), edit("other workspace", 0, 2)]);
  await settled();
  server.down = false;
  const later = make();
  expect(later.adopt((id) => (id === "row1" ? 7 : undefined))).toBe(1);
  await settled();
  expect(server.cells.get("7 hypothesis")?.text).toBe("mine");
  expect([...place.kept.keys()]).toEqual(["segscope.draft.row2 hypothesis"]);
});

test("what is written while an edit is on its way stands on that edit", async () => {
  const saver = make();
  let open = () => {};
  server.gate = new Promise((resolve) => {
    open = resolve;
  });
  saver.write([edit("first")]);
  await settled();
  saver.write([edit("first and second")]);
  open();
  await settled();
  await settled();
  expect(server.heard.map(([sent]) => [sent?.text, sent?.base])).toEqual([
    ["first", 0],
    ["first and second", 1],
  ]);
  expect(server.cells.get("1 hypothesis")?.text).toBe("first and second");
  expect(saver.drafts().size).toBe(0);
});

test("a collision keeps both texts until somebody chooses", async () => {
  const saver = make();
  server.cells.set("1 hypothesis", { text: "theirs", version: 3 });
  saver.write([edit("mine", 1)]);
  await settled();
  const draft = saver.drafts().get("1 hypothesis");
  expect(draft?.collision).toMatchObject({ theirs: "theirs", mine: "mine", version: 3, author: "민준" });
  expect(place.kept.size).toBe(1);
  saver.settle("1 hypothesis", "theirs\nmine");
  await settled();
  expect(server.cells.get("1 hypothesis")?.text).toBe("theirs\nmine");
  expect(saver.drafts().size).toBe(0);
});

test("to take theirs writes nothing", async () => {
  const saver = make();
  server.cells.set("1 hypothesis", { text: "theirs", version: 3 });
  saver.write([edit("mine", 1)]);
  await settled();
  saver.settle("1 hypothesis", "theirs");
  await settled();
  expect(server.cells.get("1 hypothesis")?.version).toBe(3);
  expect([saver.drafts().size, place.kept.size]).toEqual([0, 0]);
});

test("of a paste that is refused, the cells that are not at fault are saved", async () => {
  const saver = make();
  server.refuses = "far too long";
  saver.write([edit("a", 0, 1), edit("far too long", 0, 2), edit("c", 0, 3)]);
  await settled();
  expect([...server.cells.keys()]).toEqual(["1 hypothesis", "3 hypothesis"]);
  expect(saver.drafts().get("2 hypothesis")).toMatchObject({
    state: "refused",
    refusal: "the text is too long.",
  });
  saver.discard("2 hypothesis");
  expect([saver.drafts().size, place.kept.size]).toEqual([0, 0]);
});

test("line breaks are written as the server keeps them", async () => {
  const saver = make();
  saver.write([edit("a\r\nb  \n")]);
  await settled();
  expect(server.cells.get("1 hypothesis")?.text).toBe("a\nb");
});

test("what a browser kept and nobody can read does no harm", () => {
  place.kept.set("segscope.draft.row1 tags", "{broken");
  place.kept.set("segscope.draft.row1 title", '{"row": "one"}');
  expect(make().adopt(() => 1)).toBe(0);
});
