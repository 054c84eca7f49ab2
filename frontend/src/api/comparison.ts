/** Two sides, compared on the same pictures. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schema } from "./client";
import { queryKeys } from "./query-keys";

export type ComparisonView = Schema<"ComparisonView">;
export type ScoreChange = Schema<"ScoreChange">;
export type PictureChange = Schema<"PictureChange">;
export type KindChange = Schema<"KindChange">;
export type PixelChanges = Schema<"PixelChanges">;
export type ComparedSide = Schema<"Side">;
export type ComparedRun = Schema<"SideRun">;

/** What is compared. */
export interface Sides {
  a: string;
  b: string;
  validation: string;
}

/**
 * Compare b with a; `pixels` reads all label maps, which takes a while for thousands of pictures.
 *
 * Asked anew whenever it is opened: a run may have had a better validation meanwhile. The server keeps what it
 * has computed.
 */
export function comparisonQuery(sides: Sides, pixels: boolean) {
  return queryOptions({
    queryKey: [...queryKeys.comparison, sides, pixels],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/comparison", { params: { query: { ...sides, pixels } }, signal })),
    enabled: sides.a !== "" && sides.b !== "",
    refetchOnMount: "always",
    // What was found without pixels stays in sight while these are counted; another pair's would be wrong.
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey[1]) === JSON.stringify(sides) ? keepPreviousData(before) : undefined,
  });
}
