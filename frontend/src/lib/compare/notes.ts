/** The server's notes on a comparison: those that come with nearly every one are known here by what they say. */

export type KnownNote = { kind: "groups"; groups: number } | { kind: "single" } | { kind: "noise" };

const GROUPS = /^The images come from (\d+) groups?, and were drawn as if each stood for itself/;
const SINGLE = /^Single runs: the noise between seeds is not included/;
const NOISE = /^The noise between trainings is part of intervals and p values: /;

/** Read a note, so that it can be said in other languages; null where it is another one. */
export function readNote(note: string): KnownNote | null {
  const groups = GROUPS.exec(note)?.[1];
  if (groups !== undefined) return { kind: "groups", groups: Number(groups) };
  if (NOISE.test(note)) return { kind: "noise" };
  return SINGLE.test(note) ? { kind: "single" } : null;
}
