import { expect, test } from "vitest";
import { NewestFirst } from "./queue";

test("the newest goes first, no more than allowed run, and who left is not begun", async () => {
  const queue = new NewestFirst(1);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const add = (name: string, signal = new AbortController().signal) =>
    queue.run(() => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    }, signal);
  const left = new AbortController();
  const first = add("first");
  const second = add("second");
  const gone = add("gone", left.signal).catch(() => "aborted");
  const third = add("third");
  left.abort();
  for (let i = 0; i < 3; i++) {
    ends[i]?.();
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(begun).toEqual(["first", "third", "second"]);
  expect(await Promise.all([first, second, gone, third])).toEqual(["first", "second", "aborted", "third"]);
});

test("a job that fails makes room", async () => {
  const queue = new NewestFirst(1);
  const { signal } = new AbortController();
  const broken = queue.run(() => Promise.reject(new Error("broken")), signal);
  const next = queue.run(() => Promise.resolve("next"), signal);
  await expect(broken).rejects.toThrow("broken");
  expect(await next).toBe("next");
});
