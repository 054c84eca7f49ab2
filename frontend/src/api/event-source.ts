/** Keeps a stream of server-sent events open for as long as the page is looked at. */

export type StreamState = "connecting" | "open" | "lost";

export interface StreamOptions {
  url: string;
  /** The names of the events that are listened to. */
  names: readonly string[];
  onEvent(name: string, data: unknown): void;
  /** The stream was opened once more: what happened meanwhile was not heard. */
  onReopen(): void;
  onState(state: StreamState): void;
}

const DELAYS = [500, 1000, 2000, 4000, 5000];
const HIDDEN_FOR = 20_000;

/**
 * Follow a stream; it is opened again at most five seconds after it broke.
 *
 * A browser allows six connections to a server, all tabs together, so a tab that nobody sees gives its own
 * back after 20 seconds and follows again when it is looked at.
 *
 * @returns Ends it.
 */
export function followStream(options: StreamOptions): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let wasOpen = false;

  function open(): void {
    clearTimeout(timer);
    source?.close();
    const opened = new EventSource(options.url);
    source = opened;
    opened.onopen = () => {
      failures = 0;
      if (wasOpen) options.onReopen();
      wasOpen = true;
      options.onState("open");
    };
    // Browsers wait as long as they like before they try again, and never after some errors.
    opened.onerror = () => {
      close();
      options.onState("lost");
      timer = setTimeout(open, DELAYS[Math.min(failures, DELAYS.length - 1)]);
      failures += 1;
    };
    for (const name of options.names) {
      opened.addEventListener(name, (event: MessageEvent<string>) => {
        options.onEvent(name, parse(event.data));
      });
    }
  }

  function close(): void {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  function onVisibility(): void {
    if (document.visibilityState === "hidden") {
      clearTimeout(timer);
      timer = setTimeout(close, HIDDEN_FOR);
    } else if (source === null) open();
    else clearTimeout(timer);
  }

  options.onState("connecting");
  open();
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
