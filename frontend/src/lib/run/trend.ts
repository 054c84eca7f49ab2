/** A class over runs: which of them compare, and which was the best when. */

export const TREND_SCORES = ["iou", "boundary_iou", "precision", "recall"] as const;
export type TrendScore = (typeof TREND_SCORES)[number];

type Scores = Record<TrendScore, number | null>;

export interface TrendRun extends Scores {
  run: {
    id: string;
    name: string;
    user: string;
    created_at: string;
    split: string;
    images: number | null;
  };
}

/** Runs that were measured on so many pictures of one split. */
export interface MeasuredGroup<P extends TrendRun> {
  key: string;
  split: string;
  images: number;
  points: P[];
}

/**
 * Group runs by split and number of pictures, the largest group first.
 *
 * Scores on other pictures do not compare; equal numbers are no proof that the pictures are the same, but
 * different ones prove that they are not.
 */
export function measuredAlike<P extends TrendRun>(points: readonly P[]): MeasuredGroup<P>[] {
  const groups = new Map<string, MeasuredGroup<P>>();
  for (const point of points) {
    const { split, images } = point.run;
    const key = `${images ?? 0} ${split}`;
    const group = groups.get(key) ?? { key, split, images: images ?? 0, points: [] };
    group.points.push(point);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.points.length - a.points.length);
}

export interface JudgedPoint<P extends TrendRun = TrendRun> {
  point: P;
  value: number | null;
  /** The highest value of the runs before; null for the first. */
  bestBefore: number | null;
  /** The highest value up to this run. */
  best: number | null;
}

/** Give each run's score, and the best of all before it, the oldest run first. */
export function withBestBefore<P extends TrendRun>(points: readonly P[], name: TrendScore): JudgedPoint<P>[] {
  let best: number | null = null;
  return points.map((point) => {
    const value = point[name];
    const bestBefore = best;
    if (value !== null && (best === null || value > best)) best = value;
    return { point, value, bestBefore, best };
  });
}
