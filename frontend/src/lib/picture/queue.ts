/** Runs some jobs at a time; the ones that were asked for last go first, for they are on the screen. */
export class NewestFirst {
  private readonly waiting: { start: () => void; signal: AbortSignal }[] = [];
  private running = 0;

  constructor(private readonly most: number) {}

  /** Give what the job gives; an aborted one that has not begun never does. */
  run<T>(job: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const start = () => {
        this.running++;
        job(signal)
          .then(resolve, reject)
          .finally(() => {
            this.running--;
            this.next();
          });
      };
      this.waiting.push({ start, signal });
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      this.next();
    });
  }

  private next(): void {
    while (this.running < this.most) {
      const job = this.waiting.pop();
      if (!job) return;
      if (!job.signal.aborted) job.start();
    }
  }
}
