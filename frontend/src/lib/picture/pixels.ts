/** Pixels of the screen: which ones of a picture they show, and colours as numbers. */
import { IGNORED_COLOUR, IGNORED_MARK, type Rgb } from "./palette";
import { FALLING, isMarked } from "./patterns";

/** Which pixel of the label maps each column and row of the screen shows; −1 beside the picture. */
export interface Grid {
  columns: Int32Array;
  rows: Int32Array;
  /** Where the picture's corner lies, so that textures move with it. */
  left: number;
  top: number;
}

/** How far textures are shifted, so that they start at the picture's corner: 0 … 7. */
export function textureShift(corner: number): number {
  return (8 - (((Math.round(corner) % 8) + 8) % 8)) % 8;
}

/** Colour and opacity as one number, in the byte order of `ImageData` on little-endian machines: all of today. */
export function packed([red, green, blue]: Rgb, alpha: number): number {
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** The colour at an index of a table of (r, g, b). */
export function rgbAt(colours: Uint8Array, index: number): Rgb {
  return [colours[3 * index] ?? 0, colours[3 * index + 1] ?? 0, colours[3 * index + 2] ?? 0];
}

export const IGNORED_OPACITY = 0.55;
const IGNORED = [packed(IGNORED_COLOUR, IGNORED_OPACITY), packed(IGNORED_MARK, IGNORED_OPACITY)] as const;

/** What ignored pixels look like: grey, and hatched. */
export function ignoredColour(x: number, y: number): number {
  return isMarked(FALLING, x, y) ? IGNORED[1] : IGNORED[0];
}

const RED_BLUE = 0xff00ff;

/**
 * Lay colours over opaque pixels, in place; both packed as `packed` does.
 *
 * @param above 0 where the pixel below is seen.
 */
export function blend(below: Uint32Array, above: Uint32Array): void {
  for (let i = 0; i < below.length; i++) {
    const over = above[i] as number;
    const alpha = over >>> 24;
    if (alpha === 0) continue;
    const ground = below[i] as number;
    const share = alpha + (alpha >> 7); // 0 … 256
    // Red and blue are two bytes apart, so that both are multiplied at once.
    const redBlue = Math.imul(ground & RED_BLUE, 256 - share) + Math.imul(over & RED_BLUE, share);
    const green = Math.imul((ground >>> 8) & 0xff, 256 - share) + Math.imul((over >>> 8) & 0xff, share);
    below[i] = (0xff000000 | ((redBlue >>> 8) & RED_BLUE) | (green & 0xff00)) >>> 0;
  }
}
