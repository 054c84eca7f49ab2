import { beforeEach, expect, test, vi } from "vitest";
import { keptStore } from "./kept";

const size = () =>
  keptStore<number>(
    "size",
    (kept) => Number(kept ?? 1) || 1,
    (value) => String(value),
  );

beforeEach(() => window.localStorage.clear());

test("a value is there again when the page is opened anew", () => {
  size().set(3);
  expect(size().get()).toBe(3);
});

test("what another version kept, and cannot be read, is the default", () => {
  window.localStorage.setItem("segscope.size", "{broken");
  expect(size().get()).toBe(1);
});

test("another tab's change is heard", () => {
  const store = size();
  const heard = vi.fn();
  store.subscribe(heard);
  window.localStorage.setItem("segscope.size", "7");
  window.dispatchEvent(new StorageEvent("storage", { key: "segscope.size" }));
  expect(store.get()).toBe(7);
  expect(heard).toHaveBeenCalledOnce();
});

test("a browser that keeps nothing still holds the value", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const store = size();
  store.set(5);
  expect(store.get()).toBe(5);
});
