import { createStore, type Store } from "./store";

/**
 * A store whose value outlives the page in this browser, and is the same in all its tabs.
 *
 * @param key What it is kept under; `segscope.` is put before it.
 * @param read Makes a value of what was kept (null where nothing was); it must take any text.
 * @param write What is kept of a value; null forgets it.
 */
export function keptStore<T>(
  key: string,
  read: (kept: string | null) => T,
  write: (value: T) => string | null,
): Store<T> {
  const place = `segscope.${key}`;
  const store = createStore(read(load(place)));
  window.addEventListener("storage", (event) => {
    if (event.key === place || event.key === null) store.set(read(load(place)));
  });
  return {
    ...store,
    set(value) {
      keep(place, write(value));
      store.set(value);
    },
  };
}

// A browser that refuses to keep anything still shows the page.
function load(place: string): string | null {
  try {
    return window.localStorage.getItem(place);
  } catch {
    return null;
  }
}

function keep(place: string, text: string | null): void {
  try {
    if (text === null) window.localStorage.removeItem(place);
    else window.localStorage.setItem(place, text);
  } catch {
    // The value holds until the page is closed.
  }
}
