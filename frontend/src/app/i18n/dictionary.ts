/** What a translation of `English` must have: the same keys, texts for texts, functions for functions. */
export type Translation<English> = {
  readonly [Key in keyof English]: English[Key] extends string
    ? string
    : English[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Translation<English[Key]>;
};

const rules = new Intl.PluralRules("en");

/**
 * Choose between an English singular and plural; Korean has no such thing.
 *
 *     runs: (n: number) => `${n} ${plural(n, "run", "runs")}`
 */
export function plural(count: number, one: string, other: string): string {
  return rules.select(count) === "one" ? one : other;
}

/**
 * Choose a Korean particle by the sound that a word ends with: 을/를, 이/가, 은/는, 과/와.
 *
 *     josa("Paper pack", "을", "를")  // "Paper pack을"
 *
 * Latin letters and digits are judged by how they are read aloud in Korean; where nobody knows, both stand.
 */
export function josa(word: string, afterConsonant: string, afterVowel: string): string {
  const last = [...word.trim()].at(-1) ?? "";
  const code = last.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) return word + ((code - 0xac00) % 28 ? afterConsonant : afterVowel);
  if ("013678".includes(last) && last !== "") return word + afterConsonant;
  if (/[2459]/.test(last)) return word + afterVowel;
  return `${word}${afterConsonant}(${afterVowel})`;
}
