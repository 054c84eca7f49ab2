import { expect, test, vi } from "vitest";
import { SharedWork } from "./users";

const endless = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

test("work goes on while one of its users is left", async () => {
  const dropped = vi.fn();
  const work = new SharedWork(endless, dropped);
  const [one, other] = [new AbortController(), new AbortController()];
  const waiting = work.join(one.signal);
  void work.join(other.signal).catch(() => undefined);
  one.abort();
  expect(dropped).not.toHaveBeenCalled();
  other.abort();
  expect(dropped).toHaveBeenCalledOnce();
  await expect(waiting).rejects.toThrow();
});

test("what is done is not given up", async () => {
  const dropped = vi.fn();
  const work = new SharedWork(async () => 3, dropped);
  const user = new AbortController();
  expect(await work.join(user.signal)).toBe(3);
  user.abort();
  expect([work.result, dropped.mock.calls.length]).toEqual([3, 0]);
});
