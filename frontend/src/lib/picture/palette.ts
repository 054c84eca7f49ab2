/** Colours of classes, states and kinds, and the ones that people chose instead. */
import { contrast, parseHex } from "@/lib/colour/contrast";

export type Rgb = readonly [number, number, number];

/** What the page must know of a class to draw it. */
export interface DrawnClass {
  index: number;
  name: string;
  colour: string;
  role: string | null;
}

// The colours of the report's panels: hues of Okabe and Ito, apart in lightness as well.
export const TRUE_COLOUR: Rgb = [0, 150, 110];
export const FALSE_COLOUR: Rgb = [255, 190, 70];
export const FALSE_MARK: Rgb = [190, 80, 0];
export const MISSED_COLOUR: Rgb = [120, 0, 90];
export const MISSED_MARK: Rgb = [255, 170, 225];
export const NO_CLASS_COLOUR: Rgb = [70, 70, 70];
export const IGNORED_COLOUR: Rgb = [200, 200, 200];
export const IGNORED_MARK: Rgb = [130, 130, 130];
/** Boundary, extent, segment. */
export const KIND_COLOURS: readonly Rgb[] = [
  [86, 180, 233],
  [230, 159, 0],
  [204, 60, 140],
];

/** Read `#rrggbb`; grey where it is something else, which a hand-made class file may hold. */
export function rgbOf(colour: string): Rgb {
  try {
    return parseHex(colour);
  } catch {
    return [128, 128, 128];
  }
}

export function hexOf([red, green, blue]: Rgb): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour of a texture's marks on a ground: darker on light grounds, lighter on dark ones. */
export function markOn(ground: Rgb): Rgb {
  const toward = contrast(hexOf(ground), "#000000") > 6 ? 0 : 255;
  return ground.map((part) => Math.round(part + (toward - part) * 0.55)) as unknown as Rgb;
}

/** Colours that people chose, by the class's name. */
export type Edits = Readonly<Record<string, string>>;

/** Name a class set by what it holds, so that all its runs share one choice of colours. */
export function classSetKey(names: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const unit of JSON.stringify(names)) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return `${names.length}-${(hash >>> 0).toString(16)}`;
}

/** Read what was kept of a choice; what is no colour is dropped. */
export function readEdits(kept: string | null): Edits {
  try {
    const read: unknown = JSON.parse(kept ?? "{}");
    if (typeof read !== "object" || read === null || Array.isArray(read)) return {};
    return Object.fromEntries(
      Object.entries(read).filter(
        ([, colour]) => typeof colour === "string" && /^#[0-9a-f]{6}$/i.test(colour),
      ),
    );
  } catch {
    return {};
  }
}

/** Give the classes the colours that people chose. */
export function recoloured<C extends DrawnClass>(classes: readonly C[], edits: Edits): C[] {
  return classes.map((it) => {
    const chosen = edits[it.name];
    return chosen ? { ...it, colour: chosen } : it;
  });
}

/** A map of confidences' colours: dark blue is sure of nothing, yellow is sure; even in lightness (after Cividis). */
export function heatColour(confidence: number): Rgb {
  const stops: readonly Rgb[] = [
    [0, 32, 77],
    [64, 77, 107],
    [124, 123, 120],
    [188, 174, 108],
    [255, 234, 70],
  ];
  const place = Math.min(Math.max(confidence, 0), 1) * (stops.length - 1);
  const from = Math.min(Math.floor(place), stops.length - 2);
  const [a, b] = [stops[from] as Rgb, stops[from + 1] as Rgb];
  return a.map((part, i) => Math.round(part + ((b[i] as number) - part) * (place - from))) as unknown as Rgb;
}
