/** Which pictures show a finding. */
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
