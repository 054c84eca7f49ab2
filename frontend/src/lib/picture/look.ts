/**
 * How a picture is drawn: what is chosen, as plain data, and the tables that both painters read.
 *
 * A *pane* shows one thing. A *look* holds for all panes: which classes, fill or contour, textures, opacity.
 */
import type { Rgb } from "./palette";
import { type DrawnClass, markOn, rgbOf } from "./palette";
import { patternOf } from "./patterns";

export const PANES = ["picture", "truth", "prediction", "errors", "confidence"] as const;
export type PaneName = (typeof PANES)[number];

/** One thing to show; `class` shows what is true, false and missed of one class. */
export type Pane = { name: PaneName } | { name: "class"; index: number };

export interface Look {
  /** Whether anything lies over the picture at all. */
  overlay: boolean;
  /** Classes that are not shown. */
  hidden: ReadonlySet<number>;
  contour: boolean;
  hatch: boolean;
  /** 0 … 1 */
  opacity: number;
  /** Wrong pixels by their kind, not by their classes. */
  kinds: boolean;
  /** Of 255: what the model is less sure of is not shown as its prediction, and marked as unsure. */
  threshold: number;
}

export const FIRST_LOOK: Look = {
  overlay: true,
  hidden: new Set(),
  contour: false,
  hatch: false,
  opacity: 0.6,
  kinds: false,
  threshold: 0,
};

/** Colours by class index: (r, g, b) of ground and mark, the texture, and whether it is shown. */
export interface ClassTable {
  count: number;
  ignore: number;
  ground: Uint8Array;
  mark: Uint8Array;
  pattern: Uint8Array;
  shown: Uint8Array;
}

export function classTable(
  classes: readonly DrawnClass[],
  ignore: number,
  hidden: ReadonlySet<number>,
): ClassTable {
  const count = classes.reduce((most, it) => Math.max(most, it.index + 1), 0);
  const table: ClassTable = {
    count,
    ignore,
    ground: new Uint8Array(3 * count),
    mark: new Uint8Array(3 * count),
    pattern: new Uint8Array(count),
    shown: new Uint8Array(count),
  };
  for (const { index, colour } of classes) {
    const ground: Rgb = rgbOf(colour);
    table.ground.set(ground, 3 * index);
    table.mark.set(markOn(ground), 3 * index);
    table.pattern[index] = patternOf(index);
    table.shown[index] = hidden.has(index) ? 0 : 1;
  }
  return table;
}

/** The classes that are not shown until somebody asks for them: the background would cover the picture. */
export function hiddenAtFirst(classes: readonly DrawnClass[]): Set<number> {
  return new Set(classes.filter((it) => it.role === "background").map((it) => it.index));
}

/** Show or hide a class. */
export function toggled(hidden: ReadonlySet<number>, index: number): Set<number> {
  const next = new Set(hidden);
  if (!next.delete(index)) next.add(index);
  return next;
}

/** Show one class alone; all again (but what is hidden at first) where it was alone already. */
export function soloed(
  hidden: ReadonlySet<number>,
  index: number,
  classes: readonly DrawnClass[],
): Set<number> {
  if (onlyShown(hidden, classes) === index) return hiddenAtFirst(classes);
  return new Set(classes.filter((it) => it.index !== index).map((it) => it.index));
}

/** Show all classes; none where all are shown. */
export function allOrNone(hidden: ReadonlySet<number>, classes: readonly DrawnClass[]): Set<number> {
  return hidden.size === 0 ? new Set(classes.map((it) => it.index)) : new Set();
}

/** The one class that is shown; null where there are more, or none. */
export function onlyShown(hidden: ReadonlySet<number>, classes: readonly DrawnClass[]): number | null {
  const shown = classes.filter((it) => !hidden.has(it.index));
  return shown.length === 1 && classes.length > 1 ? (shown[0]?.index ?? null) : null;
}

/** What a pane shows: the errors of one class are what is true, false and missed of it. */
export function paneShown(pane: Pane, look: Look, classes: readonly DrawnClass[]): Pane {
  const only = pane.name === "errors" && !look.kinds ? onlyShown(look.hidden, classes) : null;
  return only === null ? pane : { name: "class", index: only };
}

/** Hide all classes but these. */
export function allBut(classes: readonly DrawnClass[], shown: readonly number[]): Set<number> {
  return new Set(classes.map((it) => it.index).filter((index) => !shown.includes(index)));
}

const MOST_PANES = 4;

/** Show or hide a pane; one is left, and a fifth takes the picture's place, which all others show as well. */
export function toggledPane(
  shown: { panes: readonly PaneName[]; perClass: boolean },
  name: PaneName,
): { panes: readonly PaneName[]; perClass: false } {
  const { panes, perClass } = shown;
  const has = panes.includes(name);
  if (perClass) return { panes: has ? panes : inOrder([...panes, name].slice(-MOST_PANES)), perClass: false };
  if (has) return { panes: panes.length > 1 ? panes.filter((it) => it !== name) : panes, perClass: false };
  const room = panes.length < MOST_PANES ? panes : panes.filter((it, index) => it !== "picture" && index > 0);
  return { panes: inOrder([...room, name]), perClass: false };
}

function inOrder(panes: readonly PaneName[]): PaneName[] {
  return PANES.filter((name) => panes.includes(name));
}

/** The panes to show: those that were chosen, or one for each shown class that is in the picture. */
export function panesOf(
  panes: readonly PaneName[],
  perClass: boolean,
  look: Look,
  classes: readonly DrawnClass[],
  present: readonly { index: number }[] | undefined,
): Pane[] {
  if (!perClass || !present) return panes.map((name) => ({ name }));
  const found = new Set(present.map((it) => it.index));
  const ofClasses = classes.filter((it) => found.has(it.index) && !look.hidden.has(it.index));
  return [{ name: "picture" }, ...ofClasses.map((it): Pane => ({ name: "class", index: it.index }))];
}
