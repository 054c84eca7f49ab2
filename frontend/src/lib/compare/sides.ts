/** The two sides of a comparison as an address has them: ids of runs with commas between them. */

export type SideName = "a" | "b";

/** Give the runs that a side names, each once. */
export function readSide(said: string): string[] {
  const names = said.split(",").map((name) => name.trim());
  return [...new Set(names.filter(Boolean))];
}

export function writeSide(runs: readonly string[]): string {
  return runs.join(",");
}

/** Put a run on a side; it leaves the other one, since a run is never compared with itself. */
export function withRun(
  sides: Readonly<Record<SideName, string>>,
  side: SideName,
  run: string,
): Record<SideName, string> {
  const other = side === "a" ? "b" : "a";
  return {
    [side]: writeSide([...readSide(sides[side]).filter((id) => id !== run), run]),
    [other]: writeSide(readSide(sides[other]).filter((id) => id !== run)),
  } as Record<SideName, string>;
}

export function withoutRun(said: string, run: string): string {
  return writeSide(readSide(said).filter((id) => id !== run));
}

interface Trained {
  id: string;
  name: string;
  best: number | null;
  /** How many pictures it was validated on. */
  images: number | null;
}

/** What else there is of a name, validated on as many pictures: trainings of one recipe make a side surer. */
export function namesakes<R extends Trained>(
  runs: readonly R[],
  chosen: readonly string[],
  elsewhere: readonly string[],
): R[] {
  const nameOf = (run: R) => JSON.stringify([run.name, run.images]);
  const names = new Set(runs.filter((run) => chosen.includes(run.id)).map(nameOf));
  return runs.filter(
    (run) =>
      names.has(nameOf(run)) && run.best !== null && !chosen.includes(run.id) && !elsewhere.includes(run.id),
  );
}
