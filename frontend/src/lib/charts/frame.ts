/** Where a box of a picture lies in a frame that the picture is fitted into. */

export interface Spot {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Least share of the frame's sides, so that the smallest object is seen. */
const LEAST = 0.06;

/**
 * Give a box in shares of the frame, 0 … 1.
 *
 * @param box (top, left, bottom, right) in pixels of the picture.
 * @param size (height, width) of the picture.
 * @param aspect Width of the frame by its height; the picture lies in its middle, whole.
 */
export function spotInFrame(
  box: readonly [number, number, number, number],
  size: readonly [height: number, width: number],
  aspect: number,
): Spot {
  const [top, left, bottom, right] = box;
  const [height, width] = size;
  const own = width / height;
  const [wide, high] = own > aspect ? [1, aspect / own] : [own / aspect, 1];
  const x = span(left / width, right / width, wide);
  const y = span(top / height, bottom / height, high);
  return { left: x.from, width: x.length, top: y.from, height: y.length };
}

function span(from: number, to: number, room: number): { from: number; length: number } {
  const edge = (1 - room) / 2;
  const length = Math.max((to - from) * room, LEAST);
  const middle = edge + ((from + to) / 2) * room;
  return { from: Math.min(Math.max(middle - length / 2, 0), 1 - length), length };
}
