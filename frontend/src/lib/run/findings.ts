/** Findings of a diagnosis: which belong together, and which pictures show them. */
import type { ErrorKind, PictureFilter } from "@/lib/picture/list";

/** The kind of error that a finding is about, where it is about one. */
const KINDS: Record<string, ErrorKind> = { "soft-edge": "boundary", missed: "segment", invented: "segment" };

/** Choose the pictures of a finding; a confusion's are those in which the first class is taken for the second. */
export function filterOfFinding(finding: {
  kind: string;
  classes: readonly number[];
}): Partial<PictureFilter> {
  const [first, second] = finding.classes;
  if (first === undefined) return {};
  if (finding.kind === "confusable" && second !== undefined) return { classIndex: first, taken: second };
  return { classIndex: first, kind: KINDS[finding.kind] ?? null };
}

/** Findings of one kind: what to try is the same for all of them. */
export interface FindingGroup<F> {
  kind: string;
  findings: F[];
}

const MOST_NAMES = 6;

/** Name what a group is about: pairs for confusions, else each class once; of many, the first ones. */
export function namesOfGroup(
  group: FindingGroup<{ kind: string; classes: readonly number[] }>,
  nameOf: (index: number) => string,
): string {
  const pairs = group.findings.map((finding) => finding.classes.map(nameOf));
  const names =
    group.kind === "confusable" ? pairs.map((pair) => pair.join(" ↔ ")) : [...new Set(pairs.flat())];
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown}, … (${names.length})` : shown;
}

/** Put findings of one kind together, where the costliest of them stood. */
export function groupFindings<F extends { kind: string }>(findings: readonly F[]): FindingGroup<F>[] {
  const groups = new Map<string, FindingGroup<F>>();
  for (const finding of findings) {
    const group = groups.get(finding.kind) ?? { kind: finding.kind, findings: [] };
    group.findings.push(finding);
    groups.set(finding.kind, group);
  }
  return [...groups.values()];
}
