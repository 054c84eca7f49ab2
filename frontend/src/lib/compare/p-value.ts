/** A p value as tables have it: `p < 0.001`, `p = 0.043`; empty where nothing was tested. */
export function pValue(p: number | null): string {
  if (p === null || !Number.isFinite(p)) return "";
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}
