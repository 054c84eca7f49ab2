/** Two people wrote the same lines: what each said, and what is to stay. */
import { type DiffPart, wordDiff } from "./word-diff";

export interface Collision {
  readonly theirs: string;
  readonly mine: string;
  readonly joined: string;
}

export type MergeChoice = "joined" | "theirs" | "mine" | "own";

export interface MergeView {
  /** Their text against mine, for the two columns of the offer. */
  readonly difference: readonly DiffPart[];
  readonly text: string;
  readonly choice: MergeChoice;
}

/** Open an offer: both texts joined, so that whoever just says yes loses nobody's words. */
export function openMerge(collision: Collision): MergeView {
  return {
    difference: wordDiff(collision.theirs, collision.mine),
    text: collision.joined,
    choice: choiceOf(collision, collision.joined),
  };
}

/** Take one of the three texts. */
export function chosen(
  view: MergeView,
  collision: Collision,
  choice: Exclude<MergeChoice, "own">,
): MergeView {
  return { ...view, choice, text: collision[choice] };
}

/** Take what somebody wrote into the offer. */
export function rewritten(view: MergeView, collision: Collision, text: string): MergeView {
  return { ...view, text, choice: choiceOf(collision, text) };
}

/** Tell which of the texts this is: `own` where it is none of them. */
function choiceOf(collision: Collision, text: string): MergeChoice {
  return (["joined", "theirs", "mine"] as const).find((choice) => collision[choice] === text) ?? "own";
}
