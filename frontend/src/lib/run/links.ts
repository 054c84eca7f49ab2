/** Links from a run's figures to the pictures that show what they count. */
import { paths, withSearch } from "@/lib/paths/paths";
import { pictureLink } from "@/lib/picture/address";
import { ALL_PICTURES, type PictureFilter, writeFilter } from "@/lib/picture/list";
import type { Box } from "@/lib/picture/view";
import type { Wanted } from "./validation";

/** Give the list of a validation's pictures, the costliest first. */
export function picturesLink(run: string, validation: number, filter: Partial<PictureFilter> = {}): string {
  const query = new URLSearchParams({ validation: String(validation) });
  for (const [key, value] of writeFilter({ ...ALL_PICTURES, ...filter })) query.set(key, value);
  return `${paths.pictures(run)}?${query}`;
}

/** Give a picture out of such a list, so that its neighbours there are one key away. */
export function listedPicture(
  run: string,
  validation: number,
  sample: string,
  filter: Partial<PictureFilter>,
  place: number,
  box?: readonly number[] | null,
): string {
  const only = [filter.classIndex, filter.taken].filter((index): index is number => (index ?? -1) >= 0);
  const list = writeFilter({ ...ALL_PICTURES, ...filter }).toString();
  return pictureLink(run, sample, { validation, only, list, place, box: boxOf(box) });
}

/** Give a class of a run, at the same validation. */
export function classLink(run: string, name: string, wanted: Wanted): string {
  return withSearch(paths.runClass(run, name), { validation: wanted ?? undefined });
}

/** Read a box of the wire: (top, left, bottom, right). */
export function boxOf(numbers: readonly number[] | null | undefined): Box | null {
  const [top, left, bottom, right] = numbers ?? [];
  if (top === undefined || left === undefined || bottom === undefined || right === undefined) return null;
  return [top, left, bottom, right];
}
