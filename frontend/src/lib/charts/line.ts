/** A line through points, some of which have no value. */

export interface TrendPoint {
  key: string;
  value: number | null;
  title: string;
}

/** Give the path; a point without a value breaks it. */
export function linePath(
  points: readonly { value: number | null }[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  let isBroken = true;
  points.forEach(({ value }, index) => {
    if (value === null) {
      isBroken = true;
      return;
    }
    path += `${isBroken ? "M" : "L"}${round(x(index))} ${round(y(value))}`;
    isBroken = false;
  });
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
