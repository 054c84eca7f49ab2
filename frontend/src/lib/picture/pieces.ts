/** Where one class is taken for another: the connected pieces, to be looked at one after the other. */
import { components } from "./components";
import type { PairCount } from "./pairs";
import type { Raster } from "./png";
import type { Box } from "./view";

export interface Piece {
  box: Box;
  pixels: number;
}

const MOST = 200;

/** Find the pieces of a confused pair, the largest first. */
export function piecesOf(
  truth: Raster,
  prediction: Raster,
  ignore: number,
  pair: Omit<PairCount, "pixels">,
): Piece[] {
  const { width, height } = truth;
  const guess = pair.predicted < 0 ? ignore : pair.predicted;
  const wrong = new Uint16Array(width * height);
  for (let i = 0; i < wrong.length; i++)
    if (truth.values[i] === pair.truth && prediction.values[i] === guess) wrong[i] = 1;
  const found = new Map<number, Piece>();
  components(wrong, width, height).forEach((first, pixel) => {
    if (first >= 0) found.set(first, grown(found.get(first), pixel % width, Math.floor(pixel / width)));
  });
  return [...found.values()].sort((a, b) => b.pixels - a.pixels).slice(0, MOST);
}

function grown(piece: Piece | undefined, x: number, y: number): Piece {
  if (!piece) return { box: [y, x, y + 1, x + 1], pixels: 1 };
  const [top, left, bottom, right] = piece.box;
  return {
    box: [Math.min(top, y), Math.min(left, x), Math.max(bottom, y + 1), Math.max(right, x + 1)],
    pixels: piece.pixels + 1,
  };
}
