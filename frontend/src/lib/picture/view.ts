/**
 * Where a pane looks, and how closely.
 *
 * x and y are pixels of the label maps (0 is the left edge of the first one); zoom is CSS pixels a pixel.
 */

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** The spot in the middle of the pane. */
export interface View extends Point {
  zoom: number;
}

/** null: the whole picture, whatever the pane's size. */
export type Aim = View | null;

const MOST_ZOOM = 64;
/** From here on pixels are divided by lines. */
export const GRID_ZOOM = 10;

/** Show all of a picture. */
export function fitted(picture: Size, pane: Size): View {
  const zoom = Math.min(pane.width / picture.width, pane.height / picture.height);
  return { x: picture.width / 2, y: picture.height / 2, zoom: zoom > 0 && Number.isFinite(zoom) ? zoom : 1 };
}

/** Give the view of an aim. */
export function viewOf(aim: Aim, picture: Size, pane: Size): View {
  return aim ?? fitted(picture, pane);
}

/** Keep the picture in reach: the pane's middle stays on it, and it is neither a dot nor one pixel. */
export function bounded(view: View, picture: Size, pane: Size): View {
  const least = Math.min(1, fitted(picture, pane).zoom) / 2;
  return {
    x: clamp(view.x, 0, picture.width),
    y: clamp(view.y, 0, picture.height),
    zoom: clamp(view.zoom, least, MOST_ZOOM),
  };
}

/** Which spot of the picture lies at a place of the pane. */
export function toPicture(view: View, pane: Size, place: Point): Point {
  return {
    x: view.x + (place.x - pane.width / 2) / view.zoom,
    y: view.y + (place.y - pane.height / 2) / view.zoom,
  };
}

/** Where in the pane a spot of the picture lies. */
export function toPane(view: View, pane: Size, spot: Point): Point {
  return {
    x: pane.width / 2 + (spot.x - view.x) * view.zoom,
    y: pane.height / 2 + (spot.y - view.y) * view.zoom,
  };
}

/** Come closer by a factor; what is at `place` stays there. */
export function zoomed(view: View, pane: Size, factor: number, place: Point, picture: Size): View {
  const held = toPicture(view, pane, place);
  const closer = bounded({ ...view, zoom: view.zoom * factor }, picture, pane);
  return bounded(
    {
      x: held.x - (place.x - pane.width / 2) / closer.zoom,
      y: held.y - (place.y - pane.height / 2) / closer.zoom,
      zoom: closer.zoom,
    },
    picture,
    pane,
  );
}

/** Move what is seen by CSS pixels. */
export function panned(view: View, right: number, down: number, picture: Size, pane: Size): View {
  return bounded({ ...view, x: view.x - right / view.zoom, y: view.y - down / view.zoom }, picture, pane);
}

/** (top, left, bottom, right), the last two exclusive. */
export type Box = readonly [number, number, number, number];

/** Show a region with some of what is around it. */
export function around([top, left, bottom, right]: Box, picture: Size, pane: Size): View {
  const height = Math.max(bottom - top, 1);
  const width = Math.max(right - left, 1);
  const zoom = 0.5 * Math.min(pane.width / width, pane.height / height);
  const whole = fitted(picture, pane).zoom;
  const chosen = clamp(zoom, whole, Math.max(whole, 16));
  const x = filling((left + right) / 2, picture.width, pane.width / chosen);
  const y = filling((top + bottom) / 2, picture.height, pane.height / chosen);
  return bounded({ x, y, zoom: chosen }, picture, pane);
}

/** Move a middle so that no pane is left empty beside a picture that could fill it. */
function filling(middle: number, length: number, seen: number): number {
  return seen >= length ? length / 2 : clamp(middle, seen / 2, length - seen / 2);
}

/** The pixel under a spot; null beside the picture. */
export function pixelAt(spot: Point, picture: Size): Point | null {
  const x = Math.floor(spot.x);
  const y = Math.floor(spot.y);
  return x >= 0 && y >= 0 && x < picture.width && y < picture.height ? { x, y } : null;
}

/** Which pixel each column (or row) of a canvas shows: `length` device pixels, −1 beside the picture. */
export function sampled(centre: number, zoom: number, length: number, pixels: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => {
    const pixel = Math.floor(centre + (i + 0.5 - length / 2) / zoom);
    return pixel >= 0 && pixel < pixels ? pixel : -1;
  });
}

/** Whether two aims show the same. */
export function sameAim(a: Aim, b: Aim): boolean {
  if (a === null || b === null) return a === b;
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
