import { useEffect, useRef } from "react";
import type { PictureBrief } from "@/api/pictures";
import type { Neighbours } from "./useNeighbours";

/**
 * Give the way to the next picture (1) and the one before (−1).
 *
 * Who is faster than the list gets there as soon as the list is known.
 */
export function useSteps(
  neighbours: Neighbours | undefined,
  go: (there: PictureBrief, place: number) => void,
): (by: 1 | -1) => void {
  const waiting = useRef<1 | -1 | null>(null);

  function step(by: 1 | -1): void {
    waiting.current = neighbours ? null : by;
    const there = by === 1 ? neighbours?.next : neighbours?.previous;
    if (there) go(there, neighbours?.place == null ? 0 : neighbours.place + by);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a list that comes in goes on
  useEffect(() => {
    if (neighbours && waiting.current) step(waiting.current);
  }, [neighbours]);

  return step;
}
