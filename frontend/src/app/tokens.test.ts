import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contrast } from "@/lib/colour/contrast";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** The two faces of every colour token. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name as string, { light: light as string, dark: dark as string }],
  ),
);

const GROUNDS = ["ground", "surface", "raised"];

/** Words need 4.5 : 1 (WCAG 2.2, 1.4.3), edges of controls and focus rings 3 : 1 (1.4.11). */
const PAIRS: [ink: string, grounds: string[], least: number][] = [
  ["text", [...GROUNDS, "pressed", "chosen", "better-ground", "worse-ground", "unsure-ground"], 4.5],
  ["text-soft", [...GROUNDS, "pressed", "chosen"], 4.5],
  ["text-faint", GROUNDS, 4.5],
  ["link", [...GROUNDS, "chosen"], 4.5],
  ["accent", GROUNDS, 4.5],
  ["on-accent", ["accent", "accent-strong"], 4.5],
  ["better", [...GROUNDS, "better-ground"], 4.5],
  ["worse", [...GROUNDS, "worse-ground"], 4.5],
  ["unsure", [...GROUNDS, "unsure-ground"], 4.5],
  ["kind-boundary", GROUNDS, 3],
  ["kind-extent", GROUNDS, 3],
  ["kind-segment", GROUNDS, 3],
  ["edge", GROUNDS, 3],
  ["focus", [...GROUNDS, "chosen", "pressed"], 3],
];

describe.each(["light", "dark"] as const)("%s", (theme) => {
  const colour = (name: string) => {
    const token = tokens.get(name);
    if (!token) throw new Error(`tokens.css has no --${name}`);
    return token[theme];
  };

  test.each(PAIRS)("--%s is read on its grounds", (ink, grounds, least) => {
    const poor = grounds
      .map((ground) => ({ ground, ratio: contrast(colour(ink), colour(ground)) }))
      .filter(({ ratio }) => ratio < least);
    expect(poor).toEqual([]);
  });
});
