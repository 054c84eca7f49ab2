import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { listQuery, PART, type PictureBrief, pictureKeys } from "@/api/pictures";
import { matching, needsAll, type PictureFilter, partOf, writeFilter } from "@/lib/picture/list";
import { wholeList } from "../picture/hooks/useNeighbours";

/** Lists up to here are read whole, so that groups are known and names are found at once. */
const READ_WHOLE = 20_000;

export interface PictureListHandle {
  /** undefined until the first part is here. */
  total: number | undefined;
  /** The picture at a place, where it is here. */
  at(place: number): PictureBrief | undefined;
  groups: readonly string[];
  error: Error | null;
  retry(): void;
}

/**
 * Give a list of pictures: the parts that are on the screen first, then all.
 *
 * @param visible First and last place on the screen.
 */
export function usePictureList(
  run: string,
  validation: number,
  filter: PictureFilter,
  visible: readonly [number, number],
): PictureListHandle {
  const client = useQueryClient();
  const isWhole = needsAll(filter);
  const first = useQuery(listQuery(run, validation, filter, 0));
  const { search: _words, group: _group, ...asked } = filter;
  const all = useQuery({
    queryKey: [...pictureKeys.lists(run), "all", validation, asked],
    queryFn: ({ signal }) =>
      wholeList(client, run, validation, { ...filter, search: "", group: null }, signal),
    enabled: isWhole || (first.data !== undefined && first.data.total <= READ_WHOLE),
  });
  const [from, to] = [partOf(visible[0], PART), partOf(visible[1], PART)];
  const wanted = isWhole || all.data ? [] : Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const parts = useQueries({
    queries: wanted.map((part) => listQuery(run, validation, filter, part)),
    combine: (results) => results.map((result) => result.data),
  });
  const key = writeFilter(filter).toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what the filter is
  const found = useMemo(() => (all.data ? matching(all.data, filter) : undefined), [all.data, key]);
  const groups = useMemo(() => groupsOf(all.data ?? []), [all.data]);

  function at(place: number): PictureBrief | undefined {
    if (found) return found[place];
    const part = partOf(place, PART);
    const list = part === 0 ? first.data : parts[wanted.indexOf(part)];
    return list?.pictures[place - part * PART];
  }

  return {
    total: found ? found.length : isWhole ? undefined : first.data?.total,
    at,
    groups,
    error: first.error ?? all.error,
    retry: () => void (first.error ? first : all).refetch(),
  };
}

function groupsOf(pictures: readonly PictureBrief[]): string[] {
  const groups = new Set(pictures.map((it) => it.group ?? ""));
  return groups.size > 1 ? [...groups].sort((a, b) => a.localeCompare(b, undefined, { numeric: true })) : [];
}
