/** `@` in a text: what may be meant, and the Markdown link that is written for it. */

export interface Mention {
  readonly kind: "row" | "run" | "class" | "picture";
  /** What the link says. */
  readonly label: string;
  /** Where it leads: an address of the page, without the host. */
  readonly address: string;
  /** More that it is found by, such as a run's id. */
  readonly also?: string;
}

export interface Asked {
  /** Where the `@` stands. */
  readonly start: number;
  readonly query: string;
}

const LONGEST = 40;

/**
 * Find the mention that is being written before the caret; null where there is none.
 *
 * An `@` within a word is an address of somebody's mail. A name may hold one blank: `@Paper pack`.
 */
export function askedMention(text: string, caret: number): Asked | null {
  const start = text.lastIndexOf("@", caret - 1);
  if (start === -1 || caret - start > LONGEST) return null;
  const before = text[start - 1];
  if (before !== undefined && !/[\s([{>*_~"'“‘]/.test(before)) return null;
  const query = text.slice(start + 1, caret);
  if (/\n|\s.*\s|^\s/.test(query)) return null;
  return { start, query };
}

/** Give those that a query may mean: names that begin with it first. */
export function suggestMentions(all: readonly Mention[], query: string, most = 8): Mention[] {
  const wanted = folded(query);
  const ranked = all.flatMap((mention, place) => {
    const label = folded(mention.label);
    const found = label.startsWith(wanted)
      ? 0
      : label.includes(wanted)
        ? 1
        : folded(mention.also ?? "").includes(wanted)
          ? 2
          : 3;
    return found === 3 ? [] : [{ mention, rank: found, place }];
  });
  ranked.sort((one, other) => one.rank - other.rank || one.place - other.place);
  return ranked.slice(0, most).map(({ mention }) => mention);
}

/** Write a mention over what was typed of it, and tell where the caret goes. */
export function insertMention(
  text: string,
  { start, query }: Asked,
  mention: Mention,
): { text: string; caret: number } {
  const link = `[${escapedLabel(mention.label)}](${escapedAddress(mention.address)}) `;
  const end = start + 1 + query.length;
  const rest = text.slice(end).replace(/^ /, "");
  return { text: text.slice(0, start) + link + rest, caret: start + link.length };
}

/** A name may hold what Markdown reads as markup. */
function escapedLabel(label: string): string {
  return label.replace(/[\\[\]*_`<>]/g, "\\$&");
}

function escapedAddress(address: string): string {
  return address.replace(
    /[()<>\s\\]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`,
  );
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
