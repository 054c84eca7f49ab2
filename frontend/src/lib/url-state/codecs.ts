/** Search parameters with types: a view is what its address says. */

/** Reads and writes one parameter. What an address says may be anything: `read` never throws. */
export interface Codec<T> {
  readonly fallback: T;
  read(text: string): T | undefined;
  write(value: T): string;
}

/** Any text. */
export function text(fallback = ""): Codec<string> {
  return { fallback, read: (said) => said, write: (value) => value };
}

/** A number within bounds; null where the address says none. */
export function number(options?: { least?: number; most?: number; integer?: boolean }): Codec<number | null>;
export function number(options: {
  fallback: number;
  least?: number;
  most?: number;
  integer?: boolean;
}): Codec<number>;
export function number(
  options: { fallback?: number; least?: number; most?: number; integer?: boolean } = {},
): Codec<number | null> {
  const { fallback = null, least = -Infinity, most = Infinity, integer = false } = options;
  return {
    fallback,
    read(said) {
      const value = said.trim() === "" ? Number.NaN : Number(said);
      if (!Number.isFinite(value) || (integer && !Number.isInteger(value))) return undefined;
      return value >= least && value <= most ? value : undefined;
    },
    write: (value) => (value === null ? "" : String(value)),
  };
}

/** One of some words. */
export function choice<const T extends string>(words: readonly T[], fallback: NoInfer<T>): Codec<T> {
  return { fallback, read: (said) => words.find((word) => word === said), write: (value) => value };
}

/** On or off. */
export function flag(fallback = false): Codec<boolean> {
  return {
    fallback,
    read: (said) => (said === "1" ? true : said === "0" ? false : undefined),
    write: (value) => (value ? "1" : "0"),
  };
}

/** Several texts, in order; a comma within one is written `\,`. */
export function list(fallback: readonly string[] = []): Codec<readonly string[]> {
  return {
    fallback,
    read: (said) => (said === "" ? [] : said.split(/(?<!\\),/).map((part) => part.replaceAll("\\,", ","))),
    write: (value) => value.map((part) => part.replaceAll(",", "\\,")).join(","),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a shape holds codecs of any types
export type Shape = Readonly<Record<string, Codec<any>>>;
export type State<S extends Shape> = { [Key in keyof S]: S[Key] extends Codec<infer T> ? T : never };

/** Read all parameters of a shape; what is missing or nonsense has its fallback. */
export function readState<S extends Shape>(shape: S, search: URLSearchParams): State<S> {
  const entries = Object.entries(shape).map(([name, codec]) => {
    const said = search.get(name);
    return [name, said === null ? codec.fallback : (codec.read(said) ?? codec.fallback)];
  });
  return Object.fromEntries(entries) as State<S>;
}

/** Write some parameters over a search; what equals its fallback is left out, so addresses stay short. */
export function writeState<S extends Shape>(
  shape: S,
  search: URLSearchParams,
  change: Partial<State<S>>,
): URLSearchParams {
  const written = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    const codec = shape[name];
    if (!codec || value === undefined) continue;
    const said = codec.write(value);
    if (said === codec.write(codec.fallback)) written.delete(name);
    else written.set(name, said);
  }
  return written;
}
