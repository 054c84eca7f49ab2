/** Scales of charts: a value's place, and the round values at which an axis is marked. */

export interface Extent {
  low: number;
  high: number;
}

/** The lowest and the highest of what is defined; null where nothing is. */
export function extentOf(values: Iterable<number | null | undefined>): Extent | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : null;
}

/** Widen an extent to round values, so that no line runs along an edge; a single value gets room around it. */
export function rounded({ low, high }: Extent, marks = 4, bounds: Partial<Extent> = {}): Extent {
  const room = high > low ? 0 : Math.abs(high) * 0.1 || 0.1;
  const step = roundStep((high - low + 2 * room) / marks);
  const most = bounds.high ?? Number.POSITIVE_INFINITY;
  const least = bounds.low ?? Number.NEGATIVE_INFINITY;
  return {
    low: Math.max(least, tidy(Math.floor((low - room) / step) * step)),
    high: Math.min(most, tidy(Math.ceil((high + room) / step) * step)),
  };
}

/** Round values within an extent, about so many. */
export function ticks({ low, high }: Extent, about = 4): number[] {
  if (!(high > low)) return [low];
  const step = roundStep((high - low) / about);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
}

/** Give a value's place between two places of the screen. */
export function place(value: number, { low, high }: Extent, from: number, to: number): number {
  return high > low ? from + ((value - low) / (high - low)) * (to - from) : (from + to) / 2;
}

/** 1, 2 or 5 times a power of ten, at least as large as asked for. */
export function roundStep(wanted: number): number {
  if (!(wanted > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((times) => times * power >= wanted * (1 - 1e-9)) ?? 10;
  return step * power;
}

// 0.30000000000000004 is written 0.3.
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
