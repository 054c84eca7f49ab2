/** What was proven of a row: its verdict against its parent, and its classes that moved. */

interface OfRow {
  row: number;
}

export interface RowProof<V extends OfRow, C extends OfRow> {
  verdict: V;
  classes: C[];
}

/** Join verdicts and moved classes by their row, in the verdicts' order. */
export function proofs<V extends OfRow, C extends OfRow>(
  verdicts: readonly V[],
  classes: readonly C[],
): RowProof<V, C>[] {
  return verdicts.map((verdict) => ({
    verdict,
    classes: classes.filter((moved) => moved.row === verdict.row),
  }));
}

/** Whether a row stands at odds with itself: classes moved against each other, or against its own verdict. */
export function isTradeOff(classes: readonly { verdict: string }[]): boolean {
  return new Set(classes.map((moved) => moved.verdict)).size > 1;
}
