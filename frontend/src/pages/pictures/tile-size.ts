import { keptStore } from "@/lib/store/kept";

/** How large the grid's pictures are; kept in this browser. */
export const SIZES = ["small", "medium", "large"] as const;
export type TileSize = (typeof SIZES)[number];

/** CSS pixels: least width of a tile, and height of its picture. */
export const TILES: Record<TileSize, { width: number; picture: number }> = {
  small: { width: 120, picture: 84 },
  medium: { width: 190, picture: 140 },
  large: { width: 310, picture: 230 },
};

/** Height of the words below a picture, with the gap to the next row. */
export const WORDS = 76;

/** How many tiles stand beside each other; on a phone two, but for large ones. */
export function columnsOf(width: number, size: TileSize): number {
  return Math.max(size === "large" ? 1 : 2, Math.floor(width / TILES[size].width));
}

/** The size of the file that is asked for: two device pixels a CSS pixel. */
export function fileSize(size: TileSize, ratio: number): number {
  const wanted = TILES[size].width * Math.min(Math.max(ratio, 1), 2);
  // A few sizes only, so that the server draws each picture but once.
  return [128, 192, 320, 512].find((side) => side >= wanted) ?? 512;
}

export const tileSize = keptStore<TileSize>(
  "tile-size",
  (kept) => SIZES.find((size) => size === kept) ?? "medium",
  (size) => size,
);
