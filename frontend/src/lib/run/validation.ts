/** Which of a run's validations the page shows; the address says so. */
import type { Codec } from "@/lib/url-state/codecs";

/** A number; `latest`, which moves on while a run trains; null: the best. */
export type Wanted = number | "latest" | null;

export interface Validated {
  index: number;
  split: string;
  is_best: boolean;
}

/** `?validation=3`, `?validation=latest`. */
export const validationCodec: Codec<Wanted> = {
  fallback: null,
  read: (said) => (said === "latest" ? said : /^\d{1,9}$/.test(said) ? Number(said) : undefined),
  write: (value) => (value === null ? "" : String(value)),
};

/**
 * Choose a validation; where the wanted one is not there, the best; null where there is none.
 *
 * @param validations As the run has them, the oldest first.
 * @param split The run's main split.
 */
export function chooseValidation<V extends Validated>(
  validations: readonly V[],
  wanted: Wanted,
  split: string,
): V | null {
  const named = validations.find((it) => it.index === wanted);
  if (named) return named;
  const own = validations.filter((it) => it.split === split);
  const latest = own.at(-1) ?? validations.at(-1) ?? null;
  return wanted === "latest" ? latest : (own.find((it) => it.is_best) ?? latest);
}

/** The validations of the chosen one's split: those that the slider moves over. */
export function alongside<V extends Validated>(validations: readonly V[], chosen: V): V[] {
  return validations.filter((it) => it.split === chosen.split);
}

/**
 * Say what the address has to say for a validation.
 *
 * The newest of a run that still trains is followed: whoever looks at the last one wants the last one.
 */
export function wantedFor<V extends Validated>(
  validations: readonly V[],
  chosen: V,
  isRunning: boolean,
  split: string,
): Wanted {
  if (isRunning && chosen.split === split && alongside(validations, chosen).at(-1) === chosen)
    return "latest";
  return chosen.index;
}

/** The splits of a run's validations, the main one first. */
export function splitsOf(validations: readonly Validated[], main: string): string[] {
  const splits = [...new Set(validations.map((it) => it.split))];
  return splits.sort((a, b) => Number(b === main) - Number(a === main));
}
