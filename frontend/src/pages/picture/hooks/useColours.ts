import { useMemo } from "react";
import { classSetKey, type DrawnClass, type Edits, readEdits, recoloured } from "@/lib/picture/palette";
import { keptStore } from "@/lib/store/kept";
import type { Store } from "@/lib/store/store";
import { useStore } from "@/lib/store/useStore";

const stores = new Map<string, Store<Edits>>();

/** One store for a class set, whatever page asks. */
function storeOf(classes: readonly DrawnClass[]): Store<Edits> {
  const key = classSetKey(classes.map((it) => it.name));
  let store = stores.get(key);
  if (!store) {
    store = keptStore<Edits>(`colours.${key}`, readEdits, (edits) =>
      Object.keys(edits).length > 0 ? JSON.stringify(edits) : null,
    );
    stores.set(key, store);
  }
  return store;
}

/** Give the classes in the colours that this browser's user chose, and ways to choose. */
export function useColours<C extends DrawnClass>(classes: readonly C[]) {
  const store = useMemo(() => storeOf(classes), [classes]);
  const edits = useStore(store);
  return {
    classes: useMemo(() => recoloured(classes, edits), [classes, edits]),
    isEdited: Object.keys(edits).length > 0,
    choose: (name: string, colour: string) => store.set({ ...edits, [name]: colour }),
    reset: () => store.set({}),
  };
}
