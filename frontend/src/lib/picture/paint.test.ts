import { expect, test } from "vitest";
import { classTable, FIRST_LOOK, type Look, type Pane } from "./look";
import { errorOpacity, type Layers, paintOverlay } from "./paint";
import { FALSE_COLOUR, FALSE_MARK, KIND_COLOURS, MISSED_COLOUR, MISSED_MARK, TRUE_COLOUR } from "./palette";
import { blend, type Grid, packed, textureShift } from "./pixels";
import { sampled } from "./view";

const classes = ["a", "b", "c"].map((name, index) => ({
  index,
  name,
  colour: `#${index + 1}0${index + 1}000`,
  role: null,
}));
const row = (...values: number[]) => ({ width: values.length, height: 1, values: Uint8Array.from(values) });
const layers: Layers = {
  truth: row(0, 0, 1, 1, 255),
  prediction: row(0, 1, 1, 255, 2),
  confidence: row(255, 10, 200, 90, 0),
};
const truthColour = (index: number, alpha = 0.6) => packed([16 * (index + 1), 16 * (index + 1), 0], alpha);
const solid = (look: Partial<Look> = {}): Look => ({ ...FIRST_LOOK, ...look });

/** Paints one row, each pixel `zoom` wide. */
function paint(pane: Pane, look: Partial<Look> = {}, more: Partial<Layers> = {}, zoom = 1): number[] {
  const grid: Grid = {
    columns: sampled(2.5, zoom, 5 * zoom, 5),
    rows: Int32Array.of(0),
    left: 0,
    top: 0,
  };
  const target = new Uint32Array(5 * zoom).fill(7);
  const table = classTable(classes, 255, look.hidden ?? new Set());
  paintOverlay(target, grid, pane, { ...layers, ...more }, table, solid(look));
  return [...target];
}

test("labels have the colours of their classes, as strong as asked", () => {
  expect(paint({ name: "truth" }).slice(0, 4)).toEqual([0, 0, 1, 1].map((index) => truthColour(index)));
  expect(paint({ name: "truth" }, { opacity: 1 })[2]).toBe(truthColour(1, 1));
});

test("a hidden class shows the picture, and so does no overlay at all", () => {
  expect(paint({ name: "truth" }, { hidden: new Set([0]) }).slice(0, 3)).toEqual([0, 0, truthColour(1)]);
  expect(paint({ name: "prediction" }, { overlay: false })).toEqual([0, 0, 0, 0, 0]);
  expect(paint({ name: "picture" })).toEqual([0, 0, 0, 0, 0]);
});

test("ignored pixels are hatched grey, whatever is hidden", () => {
  const wide = paint({ name: "truth" }, { hidden: new Set([0, 1, 2]) }, {}, 8).slice(32);
  expect(new Set(wide).size).toBe(2);
});

test("what the model is not sure of is not its prediction", () => {
  expect(paint({ name: "prediction" }, { threshold: 100 }).map(Boolean)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});

test("a contour is two screen pixels wide at any zoom, and the frame has none", () => {
  const lines = paint({ name: "truth" }, { contour: true }, {}, 4).slice(0, 16).map(Boolean);
  expect(lines.map(Number).join("")).toBe("0000000110000001");
});

test("an error has both colours in stripes; right pixels show the picture", () => {
  const wide = paint({ name: "errors" }, {}, {}, 8);
  const strong = errorOpacity(FIRST_LOOK.opacity);
  expect(new Set(wide.slice(0, 8))).toEqual(new Set([0]));
  expect(new Set(wide.slice(8, 16))).toEqual(new Set([truthColour(0, strong), truthColour(1, strong)]));
});

test("an error is shown while one of its two classes is", () => {
  const shown = (...hidden: number[]) => paint({ name: "errors" }, { hidden: new Set(hidden) })[1] !== 0;
  expect([shown(), shown(0), shown(1), shown(0, 1)]).toEqual([true, true, true, false]);
});

test("errors by kind: the ground is what was missed, the stripes what was made up", () => {
  const kinds = Uint8Array.of(0, 1 | (3 << 2), 0, 2, 0);
  const wide = paint({ name: "errors" }, { kinds: true }, { kinds }, 8);
  const colour = (kind: number) =>
    packed(KIND_COLOURS[kind - 1] ?? [0, 0, 0], errorOpacity(FIRST_LOOK.opacity));
  expect(new Set(wide.slice(8, 16))).toEqual(new Set([colour(1), colour(3)]));
  expect(new Set(wide.slice(24, 32))).toEqual(new Set([colour(2)]));
});

test("one class: true, false and missed by colour and texture", () => {
  const alpha = errorOpacity(FIRST_LOOK.opacity);
  const wide = paint({ name: "class", index: 1 }, {}, {}, 8);
  const colours = (from: number) => new Set(wide.slice(from, from + 8));
  expect(colours(0)).toEqual(new Set([0]));
  expect(colours(8)).toEqual(new Set([packed(FALSE_COLOUR, alpha), packed(FALSE_MARK, alpha)]));
  expect(colours(16)).toEqual(new Set([packed(TRUE_COLOUR, alpha)]));
  for (const colour of colours(24))
    expect([packed(MISSED_COLOUR, alpha), packed(MISSED_MARK, alpha)]).toContain(colour);
});

test("sure is yellow, unsure is blue, and below the threshold it is striped", () => {
  const [sure, unsure] = paint({ name: "confidence" });
  expect([sure, unsure].map((colour) => (colour as number) & 0xff)).toEqual([255, expect.any(Number)]);
  expect(new Set(paint({ name: "confidence" }, { threshold: 100 }, {}, 8).slice(8, 16)).size).toBe(2);
});

test("beside the picture nothing is painted", () => {
  const target = new Uint32Array(4);
  const grid = { columns: Int32Array.of(-1, 0, 1, -1), rows: Int32Array.of(0), left: 1, top: 0 };
  paintOverlay(target, grid, { name: "truth" }, layers, classTable(classes, 255, new Set()), solid());
  expect([...target].map(Boolean)).toEqual([false, true, true, false]);
});

test("textures move with the picture", () => {
  expect([0, 3, 8, -3, 11.4].map(textureShift)).toEqual([0, 5, 0, 3, 5]);
});

test("colours are laid over a photo in their strength, and leave it where there are none", () => {
  const below = Uint32Array.of(packed([200, 100, 0], 1), packed([200, 100, 0], 1), packed([0, 0, 0], 1));
  blend(below, Uint32Array.of(0, packed([0, 200, 255], 0.5), packed([1, 2, 255], 1)));
  const parts = (pixel: number) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24];
  expect(parts(below[0] as number)).toEqual([200, 100, 0, 255]);
  expect(parts(below[2] as number)).toEqual([1, 2, 255, 255]);
  const [red, green, blue] = parts(below[1] as number);
  for (const [got, exact] of [
    [red, 100],
    [green, 150],
    [blue, 127.5],
  ])
    expect(Math.abs((got ?? 0) - (exact ?? 0))).toBeLessThan(1.5);
});
