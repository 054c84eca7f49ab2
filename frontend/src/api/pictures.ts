/** Questions about a run's pictures: lists, single pictures, pins, and the files of their layers. */
import { queryOptions } from "@tanstack/react-query";
import type { PictureFilter } from "@/lib/picture/list";
import { needsAll, serverQuery } from "@/lib/picture/list";
import { answer, api, guardedFetch, type Schema } from "./client";
import { errorOf } from "./errors";
import { queryKeys } from "./query-keys";

export type RunView = Schema<"RunView">;
export type PictureView = Schema<"PictureView">;
export type PictureClass = Schema<"PictureClass">;
export type PictureBrief = Schema<"PictureBrief">;
export type PictureList = Schema<"PictureList">;
export type Pin = Schema<"Pin">;
export type LayerName = Schema<"Layer">["name"];

/**
 * What is told of a validation's pictures stays true: these keys are not among those that each step of a
 * training makes old.
 */
export const pictureKeys = {
  lists: (run: string) => ["picture lists", run] as const,
  pictures: (run: string) => ["pictures", run] as const,
};

/** Pictures of one part of a list. */
export const PART = 200;
/** The most that the server gives at once, for lists that must be here whole. */
export const LARGE_PART = 1000;

/** The run with its classes and validations. */
export function runQuery(run: string) {
  return queryOptions({
    queryKey: [...queryKeys.run(run), "view"],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/runs/{run_id}", { params: { path: { run_id: run } }, signal })),
  });
}

/** One picture of one validation. */
export function pictureQuery(run: string, validation: number, sample: string) {
  return queryOptions({
    queryKey: [...pictureKeys.pictures(run), validation, sample],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/runs/{run_id}/validations/{index}/picture", {
          params: { path: { run_id: run, index: validation }, query: { sample } },
          signal,
        }),
      ),
  });
}

/** A part of a list of pictures. */
export function listQuery(run: string, validation: number, filter: PictureFilter, part: number, size = PART) {
  const query = { ...serverQuery(filter), offset: part * size, limit: size };
  return queryOptions({
    queryKey: [...pictureKeys.lists(run), validation, query],
    // The client's types take (top, left, bottom, right) for a list of any length.
    queryFn: ({ signal }): Promise<PictureList> =>
      answer(
        api.GET("/api/v1/runs/{run_id}/validations/{index}/pictures", {
          params: { path: { run_id: run, index: validation }, query },
          signal,
        }),
      ) as Promise<PictureList>,
  });
}

/** Pictures whose errors are looked for in one request. */
const BOXES = 60;

/** The same list with the places of the errors, for the pictures around a place; only where a class is asked for. */
export function boxesQuery(run: string, validation: number, filter: PictureFilter, place: number) {
  const query = {
    ...serverQuery(filter),
    offset: Math.floor(place / BOXES) * BOXES,
    limit: BOXES,
    boxes: true,
  };
  return queryOptions({
    queryKey: [...pictureKeys.lists(run), validation, query],
    queryFn: ({ signal }): Promise<PictureList> =>
      answer(
        api.GET("/api/v1/runs/{run_id}/validations/{index}/pictures", {
          params: { path: { run_id: run, index: validation }, query },
          signal,
        }),
      ) as Promise<PictureList>,
    enabled: filter.classIndex !== null && !needsAll(filter),
  });
}

export function addPin(pin: Schema<"NewPin">): Promise<Pin> {
  return answer(api.POST("/api/v1/pins", { body: pin }));
}

export function deletePin(number: number): Promise<Pin> {
  return answer(api.DELETE("/api/v1/pins/{number}", { params: { path: { number } } }));
}

/** Which picture of which validation; `split` is the validation's. */
export interface PictureAddress {
  run: string;
  validation: number;
  split: string;
  sample: string;
}

/** The address of a layer's file; the picture and its ground truth are the same for all validations. */
export function layerUrl(name: LayerName, { run, validation, split, sample }: PictureAddress): string {
  const of = `/api/v1/runs/${encodeURIComponent(run)}`;
  if (name === "picture" || name === "truth") {
    return `${of}/samples/${name}?${new URLSearchParams({ split, sample })}`;
  }
  return `${of}/validations/${validation}/${name}?${new URLSearchParams({ sample })}`;
}

/** The address of a small picture with its errors, of one class where one is given. */
export function thumbnailUrl(
  run: string,
  validation: number,
  sample: string,
  classIndex: number | null,
  size: number,
): string {
  const query = new URLSearchParams({ sample, size: String(size) });
  if (classIndex !== null) query.set("class_index", String(classIndex));
  return `/api/v1/runs/${encodeURIComponent(run)}/validations/${validation}/thumbnail?${query}`;
}

/** Fetch a file, or throw the server's sentence. */
export async function fetchFile(url: string, signal: AbortSignal): Promise<Response> {
  const response = await guardedFetch(new Request(url, { signal }));
  if (response.ok) return response;
  throw errorOf(response.status, await response.json().catch(() => null));
}
