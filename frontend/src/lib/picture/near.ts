/** Whether pixels have a wanted pixel within a disc. */

/** Half-heights of a disc's columns: a pixel d columns away is in reach up to `reach[d]` rows away. */
export type Reach = Int32Array;

/** The disc dy² + dx² ≤ r² + r: all pixels whose distance, rounded, is at most r. */
export function discReach(radius: number): Reach {
  const limit = radius * radius + radius;
  return Int32Array.from({ length: radius + 1 }, (_, d) => Math.floor(Math.sqrt(limit - d * d)));
}

/**
 * Tell for lists of pixels which of them have a wanted pixel in reach.
 *
 * The distance to the nearest wanted pixel above or below is found for all pixels of the box that matters;
 * each pixel that is asked for then looks along its row only.
 *
 * @returns For each list, 1 for each pixel that has one.
 */
export function near(
  lists: Int32Array[],
  width: number,
  height: number,
  reach: Reach,
  wanted: (pixel: number) => boolean,
): Uint8Array[] {
  const box = boxAround(lists, width, height, reach.length - 1);
  const rise = columnDistances(box, width, reach.length, wanted);
  return lists.map((pixels) => {
    const answer = new Uint8Array(pixels.length);
    for (let k = 0; k < pixels.length; k++) answer[k] = inReach(pixels[k] as number, box, width, reach, rise);
    return answer;
  });
}

interface Box {
  left: number;
  top: number;
  columns: number;
  rows: number;
}

function boxAround(lists: Int32Array[], width: number, height: number, margin: number): Box {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (const pixels of lists)
    for (const pixel of pixels) {
      const x = pixel % width;
      const y = (pixel - x) / width;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  left = Math.max(0, left - margin);
  top = Math.max(0, top - margin);
  return {
    left,
    top,
    columns: Math.min(width - 1, right + margin) - left + 1,
    rows: Math.min(height - 1, bottom + margin) - top + 1,
  };
}

/** Rows to the nearest wanted pixel of the same column within the box; `far` where there is none that near. */
function columnDistances(
  box: Box,
  width: number,
  far: number,
  wanted: (pixel: number) => boolean,
): Uint16Array {
  const { columns, rows } = box;
  const rise = new Uint16Array(columns * rows);
  for (let row = 0, i = 0; row < rows; row++) {
    let pixel = (box.top + row) * width + box.left;
    for (let column = 0; column < columns; column++, i++, pixel++) {
      if (wanted(pixel)) continue;
      rise[i] = row === 0 ? far : Math.min(far, (rise[i - columns] as number) + 1);
    }
  }
  for (let i = columns * (rows - 1) - 1; i >= 0; i--) {
    const below = (rise[i + columns] as number) + 1;
    if (below < (rise[i] as number)) rise[i] = below;
  }
  return rise;
}

function inReach(pixel: number, box: Box, width: number, reach: Reach, rise: Uint16Array): number {
  const x = (pixel % width) - box.left;
  const middle = (Math.floor(pixel / width) - box.top) * box.columns + x;
  const last = Math.min(reach.length - 1, Math.max(x, box.columns - 1 - x));
  for (let d = 0; d <= last; d++) {
    const half = reach[d] as number;
    if (d <= x && (rise[middle - d] as number) <= half) return 1;
    if (x + d < box.columns && (rise[middle + d] as number) <= half) return 1;
  }
  return 0;
}
