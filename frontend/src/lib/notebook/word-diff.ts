/** What two texts differ in, word by word. */

export interface DiffPart {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

const MOST_PAIRS = 4_000_000;

/**
 * Tell what became of a text; parts of a kind that stand beside each other are one part.
 *
 * Words are what blanks and punctuation part; Hangul is compared by words, too. Texts so long that all pairs
 * of words would take seconds are compared by lines.
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  let one = tokens(before);
  let other = tokens(after);
  if (one.length * other.length > MOST_PAIRS) [one, other] = [lines(before), lines(after)];
  if (one.length * other.length > MOST_PAIRS) return joined([part("removed", before), part("added", after)]);
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end))
    end += 1;
  const middle = compare(one.slice(start, one.length - end), other.slice(start, other.length - end));
  return joined([
    part("same", one.slice(0, start).join("")),
    ...middle,
    part("same", one.slice(one.length - end).join("")),
  ]);
}

/** The longest common part of two lists of words, by the usual table. */
function compare(one: readonly string[], other: readonly string[]): DiffPart[] {
  const width = other.length + 1;
  const longest = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        one[i] === other[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    const gone = one[i];
    const come = other[j];
    if (gone !== undefined && gone === come) {
      parts.push(part("same", gone));
      i += 1;
      j += 1;
    } else if (
      gone !== undefined &&
      (come === undefined || (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      parts.push(part("removed", gone));
      i += 1;
    } else {
      parts.push(part("added", come ?? ""));
      j += 1;
    }
  }
  return parts;
}

function part(kind: DiffPart["kind"], text: string): DiffPart {
  return { kind, text };
}

/** Join neighbours of a kind; within a change what is gone comes before what has come. */
function joined(parts: readonly DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed) result.push(part("removed", removed));
    if (added) result.push(part("added", added));
    removed = added = "";
  };
  for (const { kind, text } of parts) {
    if (text === "") continue;
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.kind === "same") result[result.length - 1] = part("same", last.text + text);
      else result.push(part("same", text));
    }
  }
  flush();
  return result;
}

function tokens(text: string): string[] {
  return text.match(/\s|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
