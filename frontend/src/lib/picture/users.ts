/** Work that several ask for: it goes on while one of them still wants it. */
export class SharedWork<T> {
  readonly promise: Promise<T>;
  /** What came of it, as soon as it is there. */
  result: T | undefined;
  private readonly controller = new AbortController();
  private users = 0;
  private ended = false;

  constructor(
    work: (signal: AbortSignal) => Promise<T>,
    private readonly whenDropped: () => void,
  ) {
    this.promise = work(this.controller.signal).then(
      (result) => {
        this.result = result;
        this.ended = true;
        return result;
      },
      (error: unknown) => {
        this.ended = true;
        throw error;
      },
    );
    this.promise.catch(() => undefined); // each user hears of it by itself
  }

  /** Want it until the signal is aborted; where nobody wants it any more it is given up. */
  join(signal: AbortSignal): Promise<T> {
    if (signal.aborted) return Promise.reject(signal.reason);
    this.users++;
    signal.addEventListener(
      "abort",
      () => {
        this.users--;
        if (this.users > 0 || this.ended) return;
        this.whenDropped();
        this.controller.abort();
      },
      { once: true },
    );
    return this.promise;
  }
}
