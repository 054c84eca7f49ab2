/**
 * What the address of a comparison says: a link that is pasted in a chat opens the same view.
 *
 *     /compare?a=r1,r2&b=r3&sort=name&picture=seq1/0001.png&at=120.5,80,4&only=3
 */
import { hiddenAtFirst } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import type { Aim } from "@/lib/picture/view";
import { type Codec, choice, flag, list, number, type State, text } from "@/lib/url-state/codecs";
import { FOREST_ORDERS } from "./forest";
import { MOVED_ORDERS } from "./moved";

export const LAYOUTS = ["panes", "swipe"] as const;
export type Layout = (typeof LAYOUTS)[number];

export const COMPARE_STATE = {
  a: text(),
  b: text(),
  /** `best`, `last`, or an epoch. */
  validation: text("best"),
  sort: choice(FOREST_ORDERS, "change"),
  order: choice(MOVED_ORDERS, "most"),
  /** Pixels fixed and broken are counted. */
  pixels: flag(),
  /** The picture that is compared; empty for the whole. */
  picture: text(),
  layout: choice(LAYOUTS, "panes"),
  /** Where A ends and B begins, in per cent of the width. */
  swipe: number({ fallback: 50, least: 0, most: 100 }),
  at: aim(),
  overlay: flag(true),
  still: flag(true),
  hatch: flag(),
  opacity: number({ fallback: 60, least: 0, most: 100, integer: true }),
  /** Classes that are not shown; `first`: those that no picture shows at first. */
  hide: list(["first"]),
  /** Which of several runs of each side is looked at. */
  seeds: list(["0", "0"]),
} as const;

export type CompareState = State<typeof COMPARE_STATE>;

/** Where the panes look: `x,y,zoom` in pixels of the label maps. */
function aim(): Codec<Aim> {
  return {
    fallback: null,
    read(said) {
      const [x, y, zoom, ...more] = said.split(",").map(Number);
      if (x === undefined || y === undefined || zoom === undefined || more.length > 0) return undefined;
      return [x, y, zoom].every(Number.isFinite) && zoom > 0 ? { x, y, zoom } : undefined;
    },
    write: (value) => (value ? [value.x, value.y, value.zoom].map((part) => +part.toFixed(2)).join(",") : ""),
  };
}

/** The classes that are not shown, of those that exist. */
export function hiddenClasses(hide: readonly string[], classes: readonly DrawnClass[]): Set<number> {
  if (hide.includes("first")) return hiddenAtFirst(classes);
  return new Set(classes.filter((it) => hide.includes(String(it.index))).map((it) => it.index));
}

/** Leave the picture: what belongs to it goes with it. */
export const WITHOUT_PICTURE = { picture: "", at: null } as const satisfies Partial<CompareState>;

/** Which runs of both sides are looked at. */
export function chosenSeeds(seeds: readonly string[], runs: readonly [number, number]): [number, number] {
  const one = (place: 0 | 1) => {
    const said = Number(seeds[place] ?? 0);
    return Number.isInteger(said) && said >= 0 && said < runs[place] ? said : 0;
  };
  return [one(0), one(1)];
}
