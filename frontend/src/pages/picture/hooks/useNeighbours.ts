import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { LARGE_PART, listQuery, type PictureBrief, pictureKeys } from "@/api/pictures";
import { matching, needsAll, type PictureFilter, partOf, partsFrom, readFilter } from "@/lib/picture/list";

/** Where a picture stands in its list. */
export interface Neighbours {
  /** From 0; null where the list does not hold the picture. */
  place: number | null;
  total: number;
  previous: PictureBrief | null;
  next: PictureBrief | null;
}

/** Find who stands before and after a picture in the list that its reader came from. */
export function useNeighbours(
  run: string,
  validation: number,
  list: string,
  sample: string,
  hint: number | null,
): Neighbours | undefined {
  const client = useQueryClient();
  return useQuery({
    queryKey: [...pictureKeys.lists(run), "neighbours", validation, list, sample],
    queryFn: () => {
      const filter = readFilter(new URLSearchParams(list));
      return needsAll(filter)
        ? amongAll(client, run, validation, filter, sample)
        : amongParts(client, run, validation, filter, sample, hint);
    },
  }).data;
}

/** Give a whole list, part by part. */
export async function wholeList(
  client: QueryClient,
  run: string,
  validation: number,
  filter: PictureFilter,
  signal?: AbortSignal,
): Promise<PictureBrief[]> {
  const pictures: PictureBrief[] = [];
  for (let part = 0; ; part++) {
    signal?.throwIfAborted();
    const list = await client.ensureQueryData(listQuery(run, validation, filter, part, LARGE_PART));
    pictures.push(...list.pictures);
    if (pictures.length >= list.total || list.pictures.length === 0) return matching(pictures, filter);
  }
}

async function amongAll(
  client: QueryClient,
  run: string,
  validation: number,
  filter: PictureFilter,
  sample: string,
): Promise<Neighbours> {
  const pictures = await wholeList(client, run, validation, filter);
  const place = pictures.findIndex((it) => it.sample === sample);
  if (place < 0) return { place: null, total: pictures.length, previous: null, next: pictures[0] ?? null };
  return {
    place,
    total: pictures.length,
    previous: pictures[place - 1] ?? null,
    next: pictures[place + 1] ?? null,
  };
}

async function amongParts(
  client: QueryClient,
  run: string,
  validation: number,
  filter: PictureFilter,
  sample: string,
  hint: number | null,
): Promise<Neighbours> {
  const read = (part: number) => client.ensureQueryData(listQuery(run, validation, filter, part, LARGE_PART));
  const { total } = await read(partOf(hint ?? 0, LARGE_PART));
  for (const part of partsFrom(hint, LARGE_PART, total)) {
    const { pictures } = await read(part);
    const index = pictures.findIndex((it) => it.sample === sample);
    if (index < 0) continue;
    const at = async (i: number, other: number) =>
      pictures[i] ??
      (other < 0 || other * LARGE_PART >= total
        ? null
        : ((await read(other)).pictures.at(i < 0 ? -1 : 0) ?? null));
    return {
      place: part * LARGE_PART + index,
      total,
      previous: await at(index - 1, part - 1),
      next: await at(index + 1, part + 1),
    };
  }
  return { place: null, total, previous: null, next: (await read(0)).pictures[0] ?? null };
}
