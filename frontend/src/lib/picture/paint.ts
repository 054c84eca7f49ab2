/**
 * What lies over a picture, pixel by pixel of the screen, in plain code: the canvas painter, and what the
 * shader of the other painter must give as well.
 */
import { falseKind, missedKind } from "./kinds";
import type { ClassTable, Look, Pane } from "./look";
import type { Rgb } from "./palette";
import {
  FALSE_COLOUR,
  FALSE_MARK,
  heatColour,
  IGNORED_COLOUR,
  IGNORED_MARK,
  KIND_COLOURS,
  MISSED_COLOUR,
  MISSED_MARK,
  markOn,
  NO_CLASS_COLOUR,
  TRUE_COLOUR,
} from "./palette";
import { BROAD_RISING, DOTS, FALLING, isMarked, PATTERN_BITS } from "./patterns";
import type { Raster } from "./png";

/** What is known of a picture so far; a layer that is missing is not drawn. */
export interface Layers {
  truth?: Raster;
  prediction?: Raster;
  confidence?: Raster;
  /** As `errorKinds` gives them. */
  kinds?: Uint8Array;
}

/** Which pixel of the label maps each column and row of the screen shows; −1 beside the picture. */
export interface Grid {
  columns: Int32Array;
  rows: Int32Array;
  /** Where the picture's corner lies, so that textures move with it. */
  left: number;
  top: number;
}

/** Colour and opacity as one number, in the byte order of `ImageData` on little-endian machines: all of today. */
export function packed([red, green, blue]: Rgb, alpha: number): number {
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export const IGNORED_OPACITY = 0.55;
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
  const colour = look.overlay ? colourOf(pane, layers, table, look, grid) : null;
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

/** How far textures are shifted, so that they start at the picture's corner: 0 … 7. */
export function textureShift(corner: number): number {
  return (8 - (((Math.round(corner) % 8) + 8) % 8)) % 8;
}

function colourOf(pane: Pane, layers: Layers, table: ClassTable, look: Look, grid: Grid): Colour | null {
  const { truth, prediction, confidence } = layers;
  switch (pane.name) {
    case "picture":
      return null;
    case "truth":
      return truth ? labelColour(truth, true, undefined, table, look, grid) : null;
    case "prediction":
      return prediction ? labelColour(prediction, false, confidence, table, look, grid) : null;
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

function labelColour(
  labels: Raster,
  isTruth: boolean,
  confidence: Raster | undefined,
  table: ClassTable,
  look: Look,
  grid: Grid,
): Colour {
  const { values } = labels;
  const alpha = look.contour ? 1 : look.opacity;
  const ground = Uint32Array.from({ length: table.count }, (_, v) =>
    shownColour(table, table.ground, v, alpha),
  );
  const mark = Uint32Array.from({ length: table.count }, (_, v) => shownColour(table, table.mark, v, alpha));
  const noClass = packed(NO_CLASS_COLOUR, look.opacity);
  const plain: Colour = (pixel, x, y) => {
    const value = values[pixel] as number;
    if (value >= table.count) return isTruth ? ignoredColour(x, y) : noClass;
    return look.hatch && isMarked(table.pattern[value] as number, x, y)
      ? (mark[value] as number)
      : (ground[value] as number);
  };
  const sure = confidence && look.threshold > 0 ? confidence.values : null;
  const certain: Colour = sure
    ? (pixel, x, y) => ((sure[pixel] as number) < look.threshold ? 0 : plain(pixel, x, y))
    : plain;
  if (!look.contour) return certain;
  const edge = edgeTest(labels, grid);
  return (pixel, x, y) =>
    (values[pixel] as number) < table.count && !edge(pixel, x, y) ? 0 : certain(pixel, x, y);
}

function shownColour(table: ClassTable, colours: Uint8Array, value: number, alpha: number): number {
  return table.shown[value] ? packed(rgbAt(colours, value), alpha) : 0;
}

function rgbAt(colours: Uint8Array, index: number): Rgb {
  return [colours[3 * index] ?? 0, colours[3 * index + 1] ?? 0, colours[3 * index + 2] ?? 0];
}

/** Whether the neighbours on the screen are of another class: lines are two pixels wide at any zoom. */
function edgeTest({ values, width }: Raster, grid: Grid): Colour {
  const { columns, rows } = grid;
  const shiftX = textureShift(grid.left);
  const shiftY = textureShift(grid.top);
  const differs = (value: number, x: number, y: number): boolean => {
    const column = columns[x] ?? -1;
    const row = rows[y] ?? -1;
    return column >= 0 && row >= 0 && values[row * width + column] !== value;
  };
  return (pixel, shiftedX, shiftedY) => {
    const value = values[pixel] as number;
    const x = shiftedX - shiftX;
    const y = shiftedY - shiftY;
    return Number(
      differs(value, x - 1, y) ||
        differs(value, x + 1, y) ||
        differs(value, x, y - 1) ||
        differs(value, x, y + 1),
    );
  };
}

const IGNORED = [packed(IGNORED_COLOUR, IGNORED_OPACITY), packed(IGNORED_MARK, IGNORED_OPACITY)] as const;

function ignoredColour(x: number, y: number): number {
  return isMarked(FALLING, x, y) ? IGNORED[1] : IGNORED[0];
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
