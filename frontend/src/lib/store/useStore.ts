import { useSyncExternalStore } from "react";
import type { Store } from "./store";

/** Give a store's value, and draw again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
