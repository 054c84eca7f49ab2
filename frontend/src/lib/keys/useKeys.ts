import { useEffect, useRef, useSyncExternalStore } from "react";
import { type Binding, keys } from "./registry";

/**
 * Let keys do something for as long as a component is shown; the list of keys (`?`) tells them.
 *
 *     useKeys(text.picture.title, [{ keys: ["ArrowRight"], label: text.picture.next, run: showNext }]);
 *
 * @param title Head of the group in the list.
 * @param bindings May be made anew at each drawing; what `run` does is always the newest.
 */
export function useKeys(title: string, bindings: readonly Binding[]): void {
  const newest = useRef(bindings);
  useEffect(() => {
    newest.current = bindings;
  });
  const shape = JSON.stringify([
    title,
    bindings.map(({ keys, label, whileTyping }) => [keys, label, whileTyping]),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says when keys or labels change
  useEffect(
    () =>
      keys.add({
        title,
        bindings: newest.current.map((binding, index) => ({
          ...binding,
          run: (event) => newest.current[index]?.run(event),
        })),
      }),
    [shape],
  );
}

/** Give all keys that work now. */
export function useKeyGroups() {
  return useSyncExternalStore(keys.subscribe, keys.list);
}
