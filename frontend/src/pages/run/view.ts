import type { DiagnosisView, RunView, ValidationBrief } from "@/api/runs";
import { type Pairs, pairsOf } from "@/lib/run/pairs";
import type { Wanted } from "@/lib/run/validation";

/** What every part of a run's page is drawn from. */
export interface Seen {
  run: RunView;
  /** The validation that the page shows. */
  validation: ValidationBrief;
  /** What the address says of it, for links that follow. */
  wanted: Wanted;
  diagnosis: DiagnosisView;
  /** Name of a class; −1 is none. */
  nameOf(index: number): string;
  pairs: Pairs;
}

/** Put together what the parts are drawn from; `noClass` is what −1 is called. */
export function seenOf(seen: Omit<Seen, "nameOf" | "pairs">, noClass: string): Seen {
  const names = new Map(seen.run.classes.map((it) => [it.index, it.name]));
  return { ...seen, nameOf: (index) => names.get(index) ?? noClass, pairs: pairsOf(seen.diagnosis) };
}
