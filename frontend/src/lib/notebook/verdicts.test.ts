import { beforeEach, expect, test, vi } from "vitest";
import { makeRow } from "./fixtures";
import { type RowVerdict, VerdictKeeper } from "./verdicts";

const better = (row: number): RowVerdict => ({ row, parent: 1, verdict: "better", words: "", n: 9 });
const shown = (number: number, difference = 0.1) => makeRow(number, { parent: 1, difference });

beforeEach(() => {
  vi.useFakeTimers();
});

test("rows in sight are asked for together, and once", async () => {
  const ask = vi.fn(async (rows: number[]) => ({ verdicts: rows.map(better), pending: [] }));
  const keeper = new VerdictKeeper({ ask });
  keeper.show([shown(2), shown(3)]);
  keeper.show([shown(3), shown(4)]);
  await vi.advanceTimersByTimeAsync(100);
  keeper.show([shown(2), shown(4)]);
  await vi.advanceTimersByTimeAsync(100);
  expect(ask.mock.calls).toEqual([[[2, 3, 4]]]);
  expect([...keeper.known().keys()]).toEqual([2, 3, 4]);
});

test("a row without a parent or a score is not asked for", async () => {
  const ask = vi.fn(async () => ({ verdicts: [], pending: [] }));
  new VerdictKeeper({ ask }).show([makeRow(1), makeRow(2, { parent: 1 })]);
  await vi.advanceTimersByTimeAsync(100);
  expect(ask).not.toHaveBeenCalled();
});

test("a pending verdict is fetched when the server tells that it is there", async () => {
  let ready = false;
  const ask = vi.fn(async (rows: number[]) =>
    ready ? { verdicts: rows.map(better), pending: [] } : { verdicts: [], pending: rows },
  );
  const keeper = new VerdictKeeper({ ask });
  keeper.show([shown(2)]);
  await vi.advanceTimersByTimeAsync(100);
  expect(keeper.known().get(2)).toBe("pending");
  ready = true;
  keeper.hear([2, 99]);
  await vi.advanceTimersByTimeAsync(100);
  expect(keeper.known().get(2)).toMatchObject({ verdict: "better" });
});

test("a lost event does not leave a row pending", async () => {
  let ready = false;
  const ask = async (rows: number[]) =>
    ready ? { verdicts: rows.map(better), pending: [] } : { verdicts: [], pending: rows };
  const keeper = new VerdictKeeper({ ask });
  keeper.show([shown(2)]);
  await vi.advanceTimersByTimeAsync(100);
  ready = true;
  await vi.advanceTimersByTimeAsync(5000);
  expect(keeper.known().get(2)).toMatchObject({ verdict: "better" });
});

test("another score makes the verdict old", async () => {
  const ask = vi.fn(async (rows: number[]) => ({ verdicts: rows.map(better), pending: [] }));
  const keeper = new VerdictKeeper({ ask });
  keeper.show([shown(2, 0.1)]);
  await vi.advanceTimersByTimeAsync(100);
  keeper.show([shown(2, 0.2)]);
  await vi.advanceTimersByTimeAsync(100);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a server that is away is asked again at the next look", async () => {
  const ask = vi
    .fn()
    .mockRejectedValueOnce(new Error("away"))
    .mockResolvedValue({ verdicts: [better(2)], pending: [] });
  const keeper = new VerdictKeeper({ ask });
  keeper.show([shown(2)]);
  await vi.advanceTimersByTimeAsync(100);
  keeper.show([shown(2)]);
  await vi.advanceTimersByTimeAsync(100);
  expect(keeper.known().get(2)).toMatchObject({ verdict: "better" });
});
