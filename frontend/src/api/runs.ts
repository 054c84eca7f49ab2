/** Questions about runs: lists, curves, diagnoses, differences, classes. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schema } from "./client";
import { queryKeys } from "./query-keys";

export { type RunView, runQuery } from "./pictures";
export type RunBrief = Schema<"RunBrief">;
export type ValidationBrief = Schema<"ValidationBrief">;
export type Class = Schema<"Class">;
export type DiagnosisView = Awaited<ReturnType<typeof fetchDiagnosis>>;
export type ClassResult = Schema<"ClassResult">;
export type FlowResult = Schema<"Flow">;
export type Gain = Schema<"Gain">;
export type Finding = Schema<"Finding">;
export type Suspect = DiagnosisView["suspects"][number];
export type ObjectBin = Schema<"ObjectBin">;
export type Curve = Schema<"Curve">;
export type RunDifference = Schema<"RunDifference">;
export type ClassPoint = Schema<"ClassPoint">;

/**
 * All runs, newest first.
 *
 * Its key stands apart from `queryKeys.runs`, which every step of a training makes old: `useRuns` asks again
 * where a list changes. Nobody listens while it is not shown, so it is asked for anew when it is.
 */
export function runsQuery() {
  return queryOptions({
    queryKey: ["all runs"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/runs", { signal })),
    staleTime: 0,
  });
}

/**
 * What is known of a validation.
 *
 * It never changes once it is there, so its key stands apart from its run's, which every step makes old.
 */
export function diagnosisQuery(run: string, validation: number) {
  return queryOptions<DiagnosisView>({
    queryKey: ["diagnosis", run, validation],
    queryFn: ({ signal }) => fetchDiagnosis(run, validation, signal),
    // While the slider moves the last one stays in sight; another run's would be wrong.
    placeholderData: (before) => (before?.run === run ? before : undefined),
  });
}

function fetchDiagnosis(run: string, validation: number, signal: AbortSignal) {
  return answer(
    api.GET("/api/v1/runs/{run_id}/validations/{index}/diagnosis", {
      params: { path: { run_id: run, index: validation } },
      signal,
    }),
  );
}

/** Curves by name; without names, the names of all. */
export function curvesQuery(run: string, keys: readonly string[]) {
  return queryOptions({
    queryKey: [...queryKeys.run(run), "curves", keys],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/runs/{run_id}/curves", {
          params: { path: { run_id: run }, query: { keys: [...keys] } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** What a run's config changes against another's. */
export function differenceQuery(run: string, against: string) {
  return queryOptions({
    queryKey: ["difference", run, against],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/runs/{run_id}/difference", {
          params: { path: { run_id: run }, query: { against } },
          signal,
        }),
      ),
  });
}

/** How a class did over all runs; its key stands apart as that of all runs does. */
export function classTrendQuery(name: string) {
  return queryOptions({
    queryKey: ["class over runs", name],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/classes/trend", { params: { query: { name } }, signal })),
    staleTime: 0,
  });
}

/** Which pictures of a class, in which order. */
export interface WorstQuery {
  class_index: number;
  kind?: "boundary" | "extent" | "segment";
  predicted?: number;
  order: "lost" | "iou" | "pixels" | "name";
  limit: number;
}

/** The worst pictures of a class, with the place of their largest error. */
export function worstQuery(run: string, validation: number, query: WorstQuery) {
  return queryOptions({
    queryKey: ["worst", run, validation, query],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/runs/{run_id}/validations/{index}/pictures", {
          params: { path: { run_id: run, index: validation }, query: { ...query, boxes: true } },
          signal,
        }),
      ),
  });
}
