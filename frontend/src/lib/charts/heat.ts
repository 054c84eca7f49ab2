/** Colours of a scale from nothing to all, and the ink that is read on them. */
import { inkOn, parseHex } from "@/lib/colour/contrast";

type Rgb = [number, number, number];

/** A scale in both themes: what means little lies near the page's own ground, so that much stands out. */
export interface Ramp {
  light: readonly string[];
  dark: readonly string[];
}

/** What is lost, or wrong: from the ground to a strong orange. */
export const LOST: Ramp = {
  light: ["#ffffff", "#fde4cf", "#f7b384", "#dd6a2c", "#8c2a0e"],
  dark: ["#1a1e23", "#46291b", "#8a4519", "#d97a2b", "#ffd0a0"],
};

/** What is right: from the ground to a strong blue, which everybody tells from orange. */
export const RIGHT: Ramp = {
  light: ["#ffffff", "#d8e8f6", "#93bfe3", "#3f80bd", "#154674"],
  dark: ["#1a1e23", "#1d3850", "#285f90", "#4f99d4", "#b8deff"],
};

/** Give a ramp's colour at a share from 0 to 1; what is beyond is at the end. Mixed in OKLab, as eyes see. */
export function heat(ramp: Ramp, share: number, dark: boolean): string {
  const stops = dark ? ramp.dark : ramp.light;
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const from = Math.min(Math.floor(place), stops.length - 2);
  return mix(stops[from] as string, stops[from + 1] as string, place - from);
}

/** Give the ink for a number on a colour; black or white is always 4.5 : 1 or better. */
export const inkOnHeat = inkOn;

/** Mix two colours `#rrggbb`; share 0 is the first. */
export function mix(one: string, other: string, share: number): string {
  const [a, b] = [toLab(one), toLab(other)];
  return toHex(a.map((part, i) => part + ((b[i] as number) - part) * share) as Rgb);
}

// OKLab (Ottosson, 2020).
function toLab(colour: string): Rgb {
  const [r, g, b] = parseHex(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([lightness, a, b]: Rgb): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map(channel).join("")}`;
}

function channel(value: number): string {
  const share = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(Math.max(share, 0), 1) * 255)
    .toString(16)
    .padStart(2, "0");
}
