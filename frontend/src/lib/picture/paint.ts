/**
 * What lies over a picture, pixel by pixel of the screen, in plain code: the canvas painter, and what the
 * shader of the other painter must give as well.
 */
import { falseKind, missedKind } from "./kinds";
import type { ClassTable, Look, Pane } from "./look";
import { paintLabels } from "./paint-labels";
import {
  FALSE_COLOUR,
  FALSE_MARK,
  heatColour,
  KIND_COLOURS,
  MISSED_COLOUR,
  MISSED_MARK,
  markOn,
  NO_CLASS_COLOUR,
  TRUE_COLOUR,
} from "./palette";
import { BROAD_RISING, DOTS, FALLING, isMarked, PATTERN_BITS } from "./patterns";
import { type Grid, ignoredColour, packed, rgbAt, textureShift } from "./pixels";
import type { Raster } from "./png";

/** What is known of a picture so far; a layer that is missing is not drawn. */
export interface Layers {
  truth?: Raster;
  prediction?: Raster;
  confidence?: Raster;
  /** As `errorKinds` gives them. */
  kinds?: Uint8Array;
}

export const HEAT_OPACITY = 0.85;

/** Errors stand out from their picture, however faint labels are drawn. */
export const errorOpacity = (opacity: number): number => Math.min(1, 0.4 + 0.6 * opacity);

type Colour = (pixel: number, x: number, y: number) => number;

/**
 * Paint a pane's overlay.
 *
 * @param target columns × rows pixels, row by row; every one is written, 0 where the picture is seen.
 */
export function paintOverlay(
  target: Uint32Array,
  grid: Grid,
  pane: Pane,
  layers: Layers,
  table: ClassTable,
  look: Look,
): void {
  const labels = pane.name === "truth" || pane.name === "prediction" ? layers[pane.name] : undefined;
  if (labels && look.overlay) {
    paintLabels(target, grid, labels, {
      isTruth: pane.name === "truth",
      sureness: layers.confidence,
      table,
      look,
    });
    return;
  }
  const colour = look.overlay ? colourOf(pane, layers, table, look) : null;
  if (!colour) {
    target.fill(0);
    return;
  }
  const { columns, rows } = grid;
  const width = (layers.truth ?? layers.prediction ?? layers.confidence)?.width ?? 0;
  const shiftX = textureShift(grid.left);
  const shiftY = textureShift(grid.top);
  for (let y = 0, o = 0; y < rows.length; y++) {
    const row = rows[y] as number;
    for (let x = 0; x < columns.length; x++, o++) {
      const column = columns[x] as number;
      target[o] = row < 0 || column < 0 ? 0 : colour(row * width + column, x + shiftX, y + shiftY);
    }
  }
}

function colourOf(pane: Pane, layers: Layers, table: ClassTable, look: Look): Colour | null {
  const { truth, prediction, confidence } = layers;
  switch (pane.name) {
    case "picture":
    case "truth":
    case "prediction":
      return null;
    case "errors":
      return truth && prediction ? errorColour(truth, prediction, layers.kinds, table, look) : null;
    case "class":
      return truth && prediction
        ? classColour(pane.index, truth, prediction, layers.kinds, table, look)
        : null;
    case "confidence":
      return confidence ? heat(confidence, look) : null;
  }
}

function errorColour(
  truth: Raster,
  prediction: Raster,
  kinds: Uint8Array | undefined,
  table: ClassTable,
  look: Look,
): Colour {
  const alpha = errorOpacity(look.opacity);
  const noClass = packed(NO_CLASS_COLOUR, alpha);
  const colours = Uint32Array.from({ length: table.count }, (_, v) => packed(rgbAt(table.ground, v), alpha));
  const kindColours = [noClass, ...KIND_COLOURS.map((colour) => packed(colour, alpha))];
  return (pixel, x, y) => {
    const is = truth.values[pixel] as number;
    const guess = prediction.values[pixel] as number;
    if (is >= table.count) return ignoredColour(x, y);
    if (is === guess || !(table.shown[is] || table.shown[guess])) return 0;
    const stripe = isMarked(BROAD_RISING, x, y);
    if (look.kinds) {
      const both = kinds?.[pixel] ?? 0;
      const falsely = falseKind(both) || missedKind(both);
      return kindColours[stripe ? falsely : missedKind(both)] as number;
    }
    return colours[stripe ? is : guess] ?? noClass;
  };
}

function classColour(
  index: number,
  truth: Raster,
  prediction: Raster,
  kinds: Uint8Array | undefined,
  table: ClassTable,
  look: Look,
): Colour {
  const alpha = errorOpacity(look.opacity);
  const right = packed(TRUE_COLOUR, alpha);
  const falsely = [packed(FALSE_COLOUR, alpha), packed(FALSE_MARK, alpha)] as const;
  const missed = [packed(MISSED_COLOUR, alpha), packed(MISSED_MARK, alpha)] as const;
  const ofKind = KIND_COLOURS.map(
    (colour) => [packed(colour, alpha), packed(markOn(colour), alpha)] as const,
  );
  return (pixel, x, y) => {
    const is = truth.values[pixel] as number;
    const guess = prediction.values[pixel] as number;
    if (is >= table.count) return ignoredColour(x, y);
    if (is !== index && guess !== index) return 0;
    if (is === guess) return right;
    const isFalse = guess === index;
    const both = kinds?.[pixel] ?? 0;
    const kind = look.kinds ? (isFalse ? falseKind(both) : missedKind(both)) : 0;
    const pair = ofKind[kind - 1] ?? (isFalse ? falsely : missed);
    return PATTERN_BITS[(isFalse ? BROAD_RISING : DOTS) * 64 + (y & 7) * 8 + (x & 7)] ? pair[1] : pair[0];
  };
}

function heat({ values }: Raster, look: Look): Colour {
  const colours = Uint32Array.from({ length: 256 }, (_, v) => packed(heatColour(v / 255), HEAT_OPACITY));
  const unsure = packed([255, 255, 255], HEAT_OPACITY);
  return (pixel, x, y) => {
    const value = values[pixel] as number;
    return value < look.threshold && isMarked(FALLING, x, y) ? unsure : (colours[value] as number);
  };
}
