/** What is wrong in one picture, in numbers: pairs of true and predicted classes. */
import type { Raster } from "./png";

/** Pixels of one class that are taken for another; predicted −1: for no class. */
export interface PairCount {
  truth: number;
  predicted: number;
  pixels: number;
}

/** Count the wrong pixels by their pair, the most first. */
export function wrongPairs(truth: Raster, prediction: Raster, ignore: number): PairCount[] {
  const counts = new Map<number, number>();
  const is = truth.values;
  const guess = prediction.values;
  for (let i = 0; i < is.length; i++) {
    const a = is[i] as number;
    const b = guess[i] as number;
    if (a === b || a === ignore) continue;
    const key = a * 65536 + b;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, pixels]) => {
      const predicted = key % 65536;
      return { truth: Math.floor(key / 65536), predicted: predicted === ignore ? -1 : predicted, pixels };
    })
    .sort((a, b) => b.pixels - a.pixels || a.truth - b.truth || a.predicted - b.predicted);
}
