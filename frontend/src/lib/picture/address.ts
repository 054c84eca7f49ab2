/**
 * What the address of a picture says: a link that is pasted in a chat opens the same view.
 *
 *     /runs/3f2a/pictures/seq1/0001.png?validation=4&panes=truth,errors&at=120.5,80,4&only=3
 */
import { paths } from "@/lib/paths/paths";
import { wholeNumber } from "./list";
import { FIRST_LOOK, hiddenAtFirst, type Look, PANES, type PaneName } from "./look";
import type { DrawnClass } from "./palette";
import type { Aim, Box } from "./view";

export interface PictureState {
  /** Number of the validation; null = the run's best. */
  validation: number | null;
  panes: readonly PaneName[];
  /** One pane a class, instead of the chosen panes. */
  perClass: boolean;
  aim: Aim;
  /** Where to look at first: until somebody moves. */
  box: Box | null;
  look: Look;
  /** The list that the reader came from, as the grid's own query. */
  list: string;
  /** The picture's place in that list, as far as known. */
  place: number | null;
}

export const FIRST_PANES: readonly PaneName[] = ["picture", "truth", "prediction", "errors"];

/** Read an address; what makes no sense is left out, as if nobody had said it. */
export function readState(query: URLSearchParams, classes: readonly DrawnClass[]): PictureState {
  return {
    validation: wholeNumber(query.get("validation")),
    panes: readPanes(query.get("panes")),
    perClass: query.get("panes") === "classes",
    aim: readAim(query.get("at")),
    box: readBox(query.get("box")),
    look: {
      overlay: query.get("overlay") !== "off",
      hidden: readHidden(query, classes),
      contour: query.get("lines") === "contour",
      hatch: query.get("hatch") === "on",
      opacity: percent(query.get("opacity")) ?? FIRST_LOOK.opacity,
      kinds: query.get("errors") === "kinds",
      threshold: Math.round((percent(query.get("sure")) ?? 0) * 255),
    },
    list: query.get("list") ?? "",
    place: wholeNumber(query.get("place")),
  };
}

/** Write what differs from what is shown at first, so that addresses stay short. */
export function writeState(state: PictureState, classes: readonly DrawnClass[]): URLSearchParams {
  const query = new URLSearchParams();
  const { look, aim, box } = state;
  const put = (key: string, value: string | number | null, plain: string | number | null = null) => {
    if (value !== null && value !== plain) query.set(key, String(value));
  };
  put("validation", state.validation);
  put("panes", state.perClass ? "classes" : state.panes.join(","), FIRST_PANES.join(","));
  put("at", aim && [aim.x, aim.y, aim.zoom].map((value) => Number(value.toFixed(2))).join(","));
  put("box", aim === null && box ? box.join(",") : null);
  put("overlay", look.overlay ? null : "off");
  writeHidden(query, look.hidden, classes);
  put("lines", look.contour ? "contour" : null);
  put("hatch", look.hatch ? "on" : null);
  put("opacity", Math.round(look.opacity * 100), Math.round(FIRST_LOOK.opacity * 100));
  put("errors", look.kinds ? "kinds" : null);
  put("sure", Math.round((look.threshold / 255) * 100), 0);
  put("list", state.list, "");
  put("place", state.place);
  return query;
}

/** A link to a picture, for other pages: `pictureLink(run, sample, { validation: 3, only: [2], box })`. */
export function pictureLink(
  run: string,
  sample: string,
  more: {
    validation?: number;
    only?: readonly number[];
    box?: Box | null;
    list?: string;
    place?: number;
  } = {},
): string {
  const query = new URLSearchParams();
  if (more.validation !== undefined) query.set("validation", String(more.validation));
  if (more.box) query.set("box", more.box.join(","));
  if (more.only?.length) query.set("only", more.only.join(","));
  if (more.list) query.set("list", more.list);
  if (more.place !== undefined) query.set("place", String(more.place));
  const text = readable(query);
  return paths.picture(run, sample) + (text ? `?${text}` : "");
}

/** A query as text, with the commas that people read. */
export function readable(query: URLSearchParams): string {
  return query.toString().replaceAll("%2C", ",");
}

function readPanes(text: string | null): readonly PaneName[] {
  const wanted = new Set((text ?? "").split(","));
  const known = PANES.filter((name) => wanted.has(name)).slice(0, 4);
  return known.length > 0 ? known : FIRST_PANES;
}

function readAim(text: string | null): Aim {
  const [x, y, zoom] = numbers(text);
  if (x === undefined || y === undefined || zoom === undefined || zoom <= 0) return null;
  return { x, y, zoom };
}

function readBox(text: string | null): Box | null {
  const [top, left, bottom, right] = numbers(text);
  if (top === undefined || left === undefined || bottom === undefined || right === undefined) return null;
  return bottom > top && right > left ? [top, left, bottom, right] : null;
}

function readHidden(query: URLSearchParams, classes: readonly DrawnClass[]): Set<number> {
  const only = query.get("only");
  if (only !== null) {
    const shown = new Set(numbers(only));
    return new Set(classes.filter((it) => !shown.has(it.index)).map((it) => it.index));
  }
  const hide = query.get("hide");
  if (hide === null) return hiddenAtFirst(classes);
  const known = new Set(classes.map((it) => it.index));
  return new Set(numbers(hide).filter((index) => known.has(index)));
}

function writeHidden(
  query: URLSearchParams,
  hidden: ReadonlySet<number>,
  classes: readonly DrawnClass[],
): void {
  const first = hiddenAtFirst(classes);
  if (hidden.size === first.size && [...first].every((index) => hidden.has(index))) return;
  const shown = classes.map((it) => it.index).filter((index) => !hidden.has(index));
  const key = shown.length < hidden.size ? "only" : "hide";
  const listed = key === "only" ? shown : [...hidden].sort((a, b) => a - b);
  query.set(key, listed.length > 0 ? listed.join(",") : "none");
}

function numbers(text: string | null): number[] {
  if (!text) return [];
  return text.split(",").map(Number).filter(Number.isFinite);
}

function percent(text: string | null): number | null {
  const value = wholeNumber(text);
  return value === null ? null : Math.min(value, 100) / 100;
}
