/** What a class's lost IoU is made of, as parts of a bar: missed pixels to the left, false ones to the right. */
import { ERROR_KINDS, type ErrorKind } from "@/lib/picture/list";

type Maybe = number | null | undefined;

/** Shares of the error kinds in a class's lost IoU; `false` and `missed` together make 1. */
export interface ClassErrors {
  iou: Maybe;
  false: Record<ErrorKind, Maybe>;
  missed: Record<ErrorKind, Maybe>;
}

export type Side = "missed" | "false";
/** `union`: shares of the class's union, so that bars of classes compare; `lost`: of what it lost. */
export type Unit = "union" | "lost";

export interface Part {
  side: Side;
  kind: ErrorKind;
  share: number;
}

/** Give the six parts from left to right: segment … boundary | boundary … segment, so that kinds mirror. */
export function errorParts(errors: ClassErrors, unit: Unit): Part[] {
  const scale = unit === "lost" ? 1 : lostOf(errors);
  const part = (side: Side, kind: ErrorKind): Part => ({
    side,
    kind,
    share: positive(errors[side][kind]) * scale,
  });
  return [
    ...ERROR_KINDS.toReversed().map((kind) => part("missed", kind)),
    ...ERROR_KINDS.map((kind) => part("false", kind)),
  ];
}

/** Sum missed and false by kind: for small bars. */
export function kindShares(errors: ClassErrors): { kind: ErrorKind; share: number }[] {
  return ERROR_KINDS.map((kind) => ({
    kind,
    share: positive(errors.false[kind]) + positive(errors.missed[kind]),
  }));
}

/**
 * Divide what all classes lost by kind: shares of the lost mIoU that make 1; null where nothing is lost.
 *
 * @param classes Each class's errors with the points of mIoU that they cost.
 */
export function lostByKind(
  classes: readonly (ClassErrors & { lost_miou: Maybe })[],
): { kind: ErrorKind; share: number }[] | null {
  const sums = ERROR_KINDS.map((kind, place) => ({
    kind,
    share: classes.reduce((sum, it) => sum + positive(it.lost_miou) * (kindShares(it)[place]?.share ?? 0), 0),
  }));
  const all = sums.reduce((sum, { share }) => sum + share, 0);
  return all > 0 ? sums.map(({ kind, share }) => ({ kind, share: share / all })) : null;
}

/** How long the longest side of all bars is: both sides of all bars share one scale. */
export function longestSide(bars: readonly (readonly Part[])[]): number {
  const sides = bars.flatMap((parts) => [sideOf(parts, "missed"), sideOf(parts, "false")]);
  return Math.max(0, ...sides);
}

/** Sum of one side. */
export function sideOf(parts: readonly Part[], side: Side): number {
  return parts.reduce((sum, part) => sum + (part.side === side ? part.share : 0), 0);
}

/** What the class lost, 0 … 1; nothing where it has no IoU. */
export function lostOf({ iou }: { iou: Maybe }): number {
  return typeof iou === "number" && Number.isFinite(iou) ? 1 - iou : 0;
}

/** The kind that costs the class most; null where nothing is lost. */
export function mainKind(errors: ClassErrors): ErrorKind | null {
  const shares = kindShares(errors);
  const most = shares.reduce((best, next) => (next.share > best.share ? next : best));
  return most.share > 0 ? most.kind : null;
}

function positive(share: Maybe): number {
  return typeof share === "number" && share > 0 ? share : 0;
}
