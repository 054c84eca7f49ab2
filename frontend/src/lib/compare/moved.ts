/** The pictures that moved between two sides, and steps through them. */

export interface Moved {
  image: string;
  gain: number | null;
}

export const MOVED_ORDERS = ["most", "worse", "better"] as const;
export type MovedOrder = (typeof MOVED_ORDERS)[number];

/** Those that lost most, those that gained most, or both by size; the one that moved most first. */
export function movedPictures<M extends Moved>(moved: readonly M[], order: MovedOrder): M[] {
  const gain = (picture: M) => picture.gain ?? 0;
  if (order === "worse")
    return moved.filter((it) => gain(it) < 0).sort((one, other) => gain(one) - gain(other));
  if (order === "better")
    return moved.filter((it) => gain(it) > 0).sort((one, other) => gain(other) - gain(one));
  return moved.toSorted((one, other) => Math.abs(gain(other)) - Math.abs(gain(one)));
}

export interface MovedPlace<M> {
  /** From 0; −1 where the list does not hold the picture. */
  at: number;
  total: number;
  previous: M | null;
  next: M | null;
}

/** Find a picture in the list, and who stands beside it; from outside the next one is the first. */
export function placeIn<M extends Moved>(pictures: readonly M[], image: string): MovedPlace<M> {
  const at = pictures.findIndex((picture) => picture.image === image);
  return {
    at,
    total: pictures.length,
    previous: at > 0 ? (pictures[at - 1] ?? null) : null,
    next: pictures[at + 1] ?? null,
  };
}
