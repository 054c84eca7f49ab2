/** Curves of runs: which belong in one chart, and their values by common places. */

/** A chart of its own for what has a scale of its own. */
export const PANELS = ["loss", "rate", "score", "other"] as const;
export type Panel = (typeof PANELS)[number];

/** Say in which chart a curve belongs, by its logger key. */
export function panelOf(key: string): Panel {
  const name = key.split("/")[1] ?? key;
  if (/^(lr|learning_rate)/.test(name)) return "rate";
  if (/(^|_)loss/.test(name)) return "loss";
  return key.startsWith("val/") ? "score" : "other";
}

/** What curves are about, for their list: `val/iou/…` of all classes is one group. */
export function familyOf(key: string): string {
  const parts = key.split("/");
  return parts.length > 2 ? parts.slice(0, -1).join("/") : (parts[0] ?? key);
}

/** The server gives so many curves at once. */
export const MOST_CURVES = 64;

/** Choose or leave all curves of a family; more than the server gives are left out. */
export function toggleFamily(chosen: readonly string[], family: readonly string[]): string[] {
  const others = chosen.filter((key) => !family.includes(key));
  const isWhole = family.every((key) => chosen.includes(key));
  return isWhole ? others : [...others, ...family].slice(0, MOST_CURVES);
}

/** The curves that are shown until somebody chooses: all losses, the rate, and the scores of all classes. */
export function firstKeys(keys: readonly string[]): string[] {
  const first = keys.filter((key) => {
    if (panelOf(key) === "score") return ["val/miou", "val/boundary_iou", "val/miou_per_image"].includes(key);
    return panelOf(key) !== "other" && !key.startsWith("train/loss_");
  });
  return first.slice(0, MOST_CURVES);
}

/** A place in a training: its step, and the epoch that it ended. */
export interface Mark {
  step: number;
  epoch: number;
}

/**
 * Turn steps into epochs, by the validations, which know both; straight lines between them.
 *
 * @returns Null where no validation tells.
 */
export function epochScale(marks: readonly Mark[]): ((step: number) => number) | null {
  const known = [{ step: 0, epoch: 0 }];
  for (const mark of marks.toSorted((a, b) => a.step - b.step)) {
    const last = known.at(-1) as Mark;
    if (mark.step > last.step && mark.epoch > last.epoch) known.push(mark);
  }
  if (known.length < 2) return null;
  return (step) => {
    const next = known.findIndex((mark) => mark.step >= step);
    const after = known[next < 1 ? (next === 0 ? 1 : known.length - 1) : next] as Mark;
    const before = known[known.indexOf(after) - 1] as Mark;
    const slope = (after.epoch - before.epoch) / (after.step - before.step);
    return before.epoch + (step - before.step) * slope;
  };
}

export interface Points {
  x: readonly number[];
  y: readonly (number | null)[];
}

/** Columns of values at common places: null is a gap, undefined says nothing and the line goes on. */
export type Aligned = [x: number[], ...values: (number | null | undefined)[][]];

/** Put curves with places of their own beside each other. */
export function align(curves: readonly Points[]): Aligned {
  const places = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);
  const rank = new Map(places.map((x, index) => [x, index]));
  const columns = curves.map((curve) => {
    const column = new Array<number | null | undefined>(places.length).fill(undefined);
    curve.x.forEach((x, index) => {
      column[rank.get(x) as number] = curve.y[index] ?? null;
    });
    return column;
  });
  return [places, ...columns];
}

/** What a logarithm can show: nothing at or below nought. */
export function positiveOnly(values: readonly (number | null | undefined)[]): (number | null | undefined)[] {
  return values.map((value) => (typeof value === "number" && value <= 0 ? null : value));
}

/** The value of a column at a place, or the last one before it: a curve of few points has a value between. */
export function valueAt(column: readonly (number | null | undefined)[], index: number): number | null {
  for (let at = Math.min(index, column.length - 1); at >= 0; at--) {
    const value = column[at];
    if (value !== undefined) return value;
  }
  return null;
}

/**
 * Smooth by a moving mean whose memory fades, without the pull towards the first value.
 *
 * @param weight 0 = as it is, towards 1 = ever smoother.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return [...values];
  let mean = 0;
  let seen = 0;
  return values.map((value) => {
    if (value === null) return null;
    mean = weight * mean + (1 - weight) * value;
    seen = weight * seen + (1 - weight);
    return mean / seen;
  });
}
