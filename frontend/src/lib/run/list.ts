/** The list of runs: which are shown. */

interface Listed {
  id: string;
  name: string;
  user: string;
  kind: string;
  status: string;
}

export interface RunFilter {
  words: string;
  status: string;
  kind: string;
  user: string;
}

/** Keep the runs that a filter asks for; each word must be in the name, the id or the person. */
export function matchingRuns<R extends Listed>(runs: readonly R[], filter: RunFilter): R[] {
  const words = fold(filter.words).split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (filter.status && run.status !== filter.status) return false;
    if (filter.kind && run.kind !== filter.kind) return false;
    if (filter.user && run.user !== filter.user) return false;
    if (words.length === 0) return true;
    const text = fold(`${run.name} ${run.id} ${run.user}`);
    return words.every((word) => text.includes(word));
  });
}

/** The values that a column has, the commonest first. */
export function valuesOf<R>(runs: readonly R[], value: (run: R) => string): string[] {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(value(run), (counts.get(value(run)) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([word]) => word);
}

/** Choose runs to compare: two at most, the earliest choice makes room. */
export function toggleChosen(chosen: readonly string[], id: string): string[] {
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  return [...chosen, id].slice(-2);
}

// Korean comes decomposed from some systems, composed from keyboards.
function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
