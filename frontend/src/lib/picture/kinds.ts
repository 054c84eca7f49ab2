/**
 * The kind of every wrong pixel, by the rule that the scores were counted by.
 *
 * The store keeps how many pixels of each kind a picture has, not where they are; the page finds them again
 * from the two label maps. Definitions: Bernhard et al., "What's Outside the Intersection?" (WACV 2024).
 */
import { components } from "./components";
import { discReach, near } from "./near";
import type { Raster } from "./png";

export const KINDS = ["boundary", "extent", "segment"] as const;
export type Kind = (typeof KINDS)[number];

export const BOUNDARY = 1;
export const EXTENT = 2;
export const SEGMENT = 3;

/** Bits of a pixel's kinds: what it is to the class that it belongs to, and to the one it is predicted as. */
export const missedKind = (kinds: number): number => kinds & 3;
export const falseKind = (kinds: number): number => kinds >> 2;

/** Both label maps as slots 1 … n of the classes that occur; 0 is ignored, or predicted as no class. */
interface Pair {
  width: number;
  height: number;
  truth: Uint16Array;
  prediction: Uint16Array;
  slots: number;
}

/** The share of the diagonal within which an error is one of the border; from the rule's name. */
export function boundaryWidth(rule: string): number {
  const found = /boundary width ([0-9.e-]+)/.exec(rule);
  return found ? Number(found[1]) : 0.01;
}

/** Width of boundary errors in pixels: halves to even, as the engine rounds. */
export function discRadius(share: number, width: number, height: number): number {
  const exact = share * Math.sqrt(height * height + width * width);
  const below = Math.floor(exact);
  if (exact - below !== 0.5) return Math.round(exact);
  return below % 2 === 0 ? below : below + 1;
}

/**
 * Find the kinds of all wrong pixels.
 *
 * @returns For each pixel `missed | false << 2`, each 0 (right), 1 boundary, 2 extent or 3 segment. A pixel
 * that is ignored has a false kind, too, where a class goes on beneath it; it is not counted.
 */
export function errorKinds(truth: Raster, prediction: Raster, ignore: number, radius: number): Uint8Array {
  const pair = pairOf(truth, prediction, ignore);
  const missed = wrongPixels(pair, pair.truth, pair.prediction);
  const falsely = wrongPixels(pair, pair.prediction, pair.truth);
  const kinds = new Uint8Array(pair.truth.length);
  markPieces(pair, pair.truth, kinds, 0);
  markPieces(pair, pair.prediction, kinds, 2);
  if (radius > 0) {
    const naive = nearBoth(pair, missed, falsely, radius);
    markBoundary(pair, pair.truth, missed, naive.missed, radius, kinds, 0);
    markBoundary(pair, pair.prediction, falsely, naive.falsely, radius, kinds, 2);
  }
  return kinds;
}

function pairOf(truth: Raster, prediction: Raster, ignore: number): Pair {
  const slots = new Uint16Array(65536);
  let count = 0;
  const encode = (values: Raster["values"]): Uint16Array => {
    const encoded = new Uint16Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value === ignore) continue;
      if (slots[value] === 0) slots[value] = ++count;
      encoded[i] = slots[value] as number;
    }
    return encoded;
  };
  const { width, height } = truth;
  return { width, height, truth: encode(truth.values), prediction: encode(prediction.values), slots: count };
}

/** Pixels of `own` that differ from `other`, sorted by their slot; `from[s]` … `from[s + 1]` are those of slot s. */
interface Wrong {
  pixels: Int32Array;
  from: Int32Array;
}

function wrongPixels(pair: Pair, own: Uint16Array, other: Uint16Array): Wrong {
  const from = new Int32Array(pair.slots + 2);
  for (let i = 0; i < own.length; i++) {
    const slot = own[i] as number;
    if (slot !== 0 && other[i] !== slot) (from[slot + 1] as number)++;
  }
  for (let slot = 1; slot < from.length; slot++)
    from[slot] = (from[slot] as number) + (from[slot - 1] as number);
  const pixels = new Int32Array(from[pair.slots + 1] as number);
  const next = from.slice();
  for (let i = 0; i < own.length; i++) {
    const slot = own[i] as number;
    if (slot !== 0 && other[i] !== slot) pixels[(next[slot] as number)++] = i;
  }
  return { pixels, from };
}

/** Extent where the piece holds a right pixel, else segment. */
function markPieces(pair: Pair, own: Uint16Array, kinds: Uint8Array, shift: number): void {
  const other = own === pair.truth ? pair.prediction : pair.truth;
  const pieces = components(own, pair.width, pair.height);
  const found = new Uint8Array(own.length);
  for (let i = 0; i < own.length; i++)
    if (own[i] !== 0 && own[i] === other[i]) found[pieces[i] as number] = 1;
  for (let i = 0; i < own.length; i++) {
    if (own[i] === 0 || own[i] === other[i]) continue;
    kinds[i] = (kinds[i] as number) | ((found[pieces[i] as number] ? EXTENT : SEGMENT) << shift);
  }
}

/** Wrong pixels with both a right pixel of the class and one that has nothing to do with it in reach. */
function nearBoth(
  pair: Pair,
  missed: Wrong,
  falsely: Wrong,
  radius: number,
): { missed: Uint8Array; falsely: Uint8Array } {
  const { truth, prediction, width, height } = pair;
  const naive = { missed: new Uint8Array(truth.length), falsely: new Uint8Array(truth.length) };
  const reach = discReach(radius);
  for (let slot = 1; slot <= pair.slots; slot++) {
    const sides = [
      { pixels: pixelsOf(missed, slot), naive: naive.missed },
      { pixels: pixelsOf(falsely, slot), naive: naive.falsely },
    ].filter((side) => side.pixels.length > 0);
    if (sides.length === 0) continue;
    const asked = sides.map((side) => side.pixels);
    const right = near(asked, width, height, reach, (i) => truth[i] === slot && prediction[i] === slot);
    const foreign = near(asked, width, height, reach, (i) => truth[i] !== slot && prediction[i] !== slot);
    sides.forEach((side, s) => {
      side.pixels.forEach((pixel, k) => {
        if (right[s]?.[k] && foreign[s]?.[k]) side.naive[pixel] = 1;
      });
    });
  }
  return naive;
}

/** Grow the naive errors within their class's errors, and keep the pieces that touch what is right and what is foreign. */
function markBoundary(
  pair: Pair,
  own: Uint16Array,
  wrong: Wrong,
  naive: Uint8Array,
  radius: number,
  kinds: Uint8Array,
  shift: number,
): void {
  const grown = new Uint16Array(own.length);
  const reach = discReach(radius);
  for (let slot = 1; slot <= pair.slots; slot++) {
    const pixels = pixelsOf(wrong, slot);
    if (!pixels.some((pixel) => naive[pixel])) continue;
    const [close] = near([pixels], pair.width, pair.height, reach, (i) => naive[i] === 1 && own[i] === slot);
    pixels.forEach((pixel, k) => {
      if (close?.[k]) grown[pixel] = slot;
    });
  }
  const pieces = components(grown, pair.width, pair.height);
  const touched = new Uint8Array(own.length);
  for (const pixel of wrong.pixels) {
    if (grown[pixel] === 0) continue;
    const piece = pieces[pixel] as number;
    touched[piece] = (touched[piece] as number) | touches(pair, pixel, grown[pixel] as number);
  }
  for (const pixel of wrong.pixels) {
    if (grown[pixel] === 0 || touched[pieces[pixel] as number] !== 3) continue;
    kinds[pixel] = ((kinds[pixel] as number) & ~(3 << shift)) | (BOUNDARY << shift);
  }
}

/** Bit 0: one of the nine pixels around is a right one of the slot; bit 1: one has nothing to do with it. */
function touches({ truth, prediction, width, height }: Pair, pixel: number, slot: number): number {
  const x = pixel % width;
  const y = (pixel - x) / width;
  let seen = 0;
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      const i = row * width + column;
      const isTrue = truth[i] === slot;
      const isPredicted = prediction[i] === slot;
      if (isTrue && isPredicted) seen |= 1;
      else if (!isTrue && !isPredicted) seen |= 2;
    }
  return seen;
}

function pixelsOf(wrong: Wrong, slot: number): Int32Array {
  return wrong.pixels.subarray(wrong.from[slot], wrong.from[slot + 1]);
}
