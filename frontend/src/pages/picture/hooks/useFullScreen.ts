import { type RefObject, useEffect, useState } from "react";

/** Let an element take the whole screen. */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  return {
    isFull,
    toggle() {
      const done = document.fullscreenElement
        ? document.exitFullscreen()
        : element.current?.requestFullscreen?.();
      done?.catch(() => undefined); // a browser may refuse it, and nothing is lost
    },
  };
}
