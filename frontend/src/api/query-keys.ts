/**
 * The first words of all query keys, so that what happens on the server reaches the right queries.
 *
 *     useQuery({ queryKey: [...queryKeys.run(id), "curves", keys], queryFn: … })
 */
export const queryKeys = {
  session: ["session"] as const,
  /** Rows, cells, history, comments. */
  notebook: ["notebook"] as const,
  verdicts: ["verdicts"] as const,
  views: ["views"] as const,
  /** Lists of runs, and trends over runs. */
  runs: ["runs"] as const,
  /** All of one run: itself, validations, curves, diagnoses, pictures. */
  run: (id: string) => ["run", id] as const,
  comparison: ["comparison"] as const,
  meetings: ["meetings"] as const,
};
