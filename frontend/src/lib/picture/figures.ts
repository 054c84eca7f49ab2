/** What is wrong of a class in one picture, summed over what is false and what is missed. */

import { score } from "@/lib/format/number";

export const KINDS = ["boundary", "extent", "segment"] as const;

interface Counted {
  false_boundary: number;
  false_extent: number;
  false_segment: number;
  missed_boundary: number;
  missed_extent: number;
  missed_segment: number;
}

export interface ClassCounts {
  boundary: number;
  extent: number;
  segment: number;
  wrong: number;
}

export function countsOf(it: Counted): ClassCounts {
  const boundary = it.false_boundary + it.missed_boundary;
  const extent = it.false_extent + it.missed_extent;
  const segment = it.false_segment + it.missed_segment;
  return { boundary, extent, segment, wrong: boundary + extent + segment };
}

/** What a picture costs, in points of a score: `.0055`; among thousands of pictures by two digits: `.000012`. */
export function cost(lost: number | null): string {
  if (lost === null || lost === 0 || Math.abs(lost) >= 0.001) return score(lost, 4);
  return score(lost, Math.min(9, 1 - Math.floor(Math.log10(Math.abs(lost)))));
}
