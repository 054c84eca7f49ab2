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

/** Give the path of values that hold until the next one, as a record does until it is broken. */
export function stepPath(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  values.forEach((value, index) => {
    if (value === null) return;
    path += path === "" ? `M${round(x(index))} ${round(y(value))}` : `H${round(x(index))}V${round(y(value))}`;
  });
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
