import { expect, test, vi } from "vitest";
import { ByteCache } from "./cache";

test("what was used longest ago goes first, and is released", () => {
  const release = vi.fn();
  const cache = new ByteCache<string>(10, release);
  cache.set("a", "A", 4);
  cache.set("b", "B", 4);
  cache.get("a");
  cache.set("c", "C", 4);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual(["A", undefined, "C"]);
  expect(release).toHaveBeenCalledExactlyOnceWith("B");
});

test("what is larger than all that may be is kept until something else comes", () => {
  const cache = new ByteCache<string>(10);
  cache.set("big", "B", 99);
  expect(cache.get("big")).toBe("B");
  cache.set("a", "A", 1);
  expect([cache.get("big"), cache.get("a")]).toEqual([undefined, "A"]);
});

test("a key holds one value", () => {
  const release = vi.fn();
  const cache = new ByteCache<string>(10, release);
  cache.set("a", "old", 6);
  cache.set("a", "new", 6);
  expect([cache.get("a"), release.mock.calls]).toEqual(["new", [["old"]]]);
  cache.clear();
  expect(cache.get("a")).toBeUndefined();
});
