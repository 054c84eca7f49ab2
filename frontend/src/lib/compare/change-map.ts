/**
 * What became of each pixel between two predictions of one picture: a label map of its own, so that it is
 * painted, hatched and zoomed as any other.
 */
import type { ClassTable } from "@/lib/picture/look";
import type { Rgb } from "@/lib/picture/palette";
import type { Raster } from "@/lib/picture/png";

/** Right in both, or of no class that is shown: the picture is seen. */
export const UNMOVED = 0;
/** A had it wrong, B has it right. */
export const FIXED = 1;
/** A had it right, B has it wrong. */
export const BROKEN = 2;
export const STILL_WRONG = 3;
/** No score counts it. */
export const IGNORED = 255;

export const STATES = ["fixed", "broken", "still"] as const;
export type State = (typeof STATES)[number];

/** Ground, mark and texture of each state: apart in hue, in lightness and in hatching. */
export const STATE_LOOKS: Record<State, { ground: Rgb; mark: Rgb; pattern: number }> = {
  fixed: { ground: [0, 158, 115], mark: [190, 255, 225], pattern: 1 },
  broken: { ground: [176, 32, 48], mark: [255, 205, 120], pattern: 6 },
  still: { ground: [110, 114, 122], mark: [176, 180, 188], pattern: 7 },
};

/** Which pixels count for which classes. */
export interface Counted {
  /** Classes of the class set. */
  classes: number;
  /** Classes that are not shown. */
  hidden: ReadonlySet<number>;
}

/**
 * Compare two predictions with their ground truth.
 *
 * A pixel is shown where its true class is, or one that it was taken for. Null where the sizes differ.
 */
export function changeMap(truth: Raster, a: Raster, b: Raster, { classes, hidden }: Counted): Raster | null {
  const { width, height } = truth;
  if ([a, b].some((map) => map.width !== width || map.height !== height)) return null;
  const isShown = (label: number) => label < classes && !hidden.has(label);
  const shown = Uint8Array.from({ length: 65536 }, (_, label) => (isShown(label) ? 1 : 0));
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const is = truth.values[i] as number;
    if (is >= classes) {
      values[i] = IGNORED;
      continue;
    }
    const before = a.values[i] as number;
    const after = b.values[i] as number;
    if (before === is && after === is) continue;
    if (shown[is] || (before !== is && shown[before]) || (after !== is && shown[after]))
      values[i] = stateOf(before === is, after === is);
  }
  return { width, height, values };
}

function stateOf(wasRight: boolean, isRight: boolean): number {
  if (isRight) return FIXED;
  return wasRight ? BROKEN : STILL_WRONG;
}

/** Pixels of each state, of one class by ground truth. */
export type ClassChange = Record<State, number>;

/** Count the states of every class, each pixel by its true one. */
export function changesByClass(truth: Raster, states: Raster, classes: number): ClassChange[] {
  // Millions of pixels: plain numbers are counted, names come after.
  const counts = new Uint32Array(4 * classes);
  for (let i = 0; i < states.values.length; i++) {
    const state = states.values[i] as number;
    if (state === UNMOVED || state === IGNORED) continue;
    const place = 4 * (truth.values[i] as number) + state;
    counts[place] = (counts[place] as number) + 1;
  }
  return Array.from({ length: classes }, (_, label) => ({
    fixed: counts[4 * label + FIXED] ?? 0,
    broken: counts[4 * label + BROKEN] ?? 0,
    still: counts[4 * label + STILL_WRONG] ?? 0,
  }));
}

export function totalOf(changes: readonly ClassChange[]): ClassChange {
  const sum = (state: State) => changes.reduce((total, change) => total + change[state], 0);
  return { fixed: sum("fixed"), broken: sum("broken"), still: sum("still") };
}

/** The table that paints a change map; `isStillShown` leaves out what both have wrong. */
export function changeTable(isStillShown: boolean): ClassTable {
  const table: ClassTable = {
    count: STATES.length + 1,
    ignore: IGNORED,
    ground: new Uint8Array(12),
    mark: new Uint8Array(12),
    pattern: new Uint8Array(4),
    shown: Uint8Array.of(0, 1, 1, isStillShown ? 1 : 0),
  };
  for (const [index, state] of STATES.entries()) {
    const { ground, mark, pattern } = STATE_LOOKS[state];
    table.ground.set(ground, 3 * (index + 1));
    table.mark.set(mark, 3 * (index + 1));
    table.pattern[index + 1] = pattern;
  }
  return table;
}
