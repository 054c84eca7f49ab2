import type { DiagnosisView, RunView, ValidationBrief } from "@/api/runs";
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
}
