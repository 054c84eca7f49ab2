/** Keeps what was made with effort, up to a number of bytes; what was used longest ago goes first. */
export class ByteCache<V> {
  private readonly kept = new Map<string, { value: V; bytes: number }>();
  private total = 0;

  constructor(
    private readonly most: number,
    private readonly release: (value: V) => void = () => undefined,
  ) {}

  get(key: string): V | undefined {
    const found = this.kept.get(key);
    if (!found) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  /** The newest is kept even where it is larger than all that may be. */
  set(key: string, value: V, bytes: number): void {
    this.delete(key);
    this.kept.set(key, { value, bytes });
    this.total += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.total <= this.most || this.kept.size === 1) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const found = this.kept.get(key);
    if (!found) return;
    this.kept.delete(key);
    this.total -= found.bytes;
    this.release(found.value);
  }

  clear(): void {
    for (const key of [...this.kept.keys()]) this.delete(key);
  }
}
