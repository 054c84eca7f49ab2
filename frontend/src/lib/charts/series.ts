/** Colours and dashes that tell lines apart; each pair of neighbours differs in both. */

interface SeriesColours {
  light: string;
  dark: string;
}

/** After Okabe and Ito, darker on light grounds; 3 : 1 or better on every ground of the page. */
export const SERIES: readonly SeriesColours[] = [
  { light: "#0a6fb0", dark: "#56b4e9" },
  { light: "#b25e00", dark: "#e69f00" },
  { light: "#a3447a", dark: "#e08cbd" },
  { light: "#17653a", dark: "#6fd096" },
  { light: "#6b4fb3", dark: "#b9a5f5" },
  { light: "#a32a25", dark: "#ff9a91" },
  { light: "#5c6670", dark: "#a9b4be" },
];

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3], [14, 4]];

/** The colour of the line with a number. */
export function seriesColour(index: number, dark: boolean): string {
  const colour = SERIES[index % SERIES.length] as SeriesColours;
  return dark ? colour.dark : colour.light;
}

/** The dash of the line with a number: solid first. */
export function seriesDash(index: number): number[] {
  return [...(DASHES[index % DASHES.length] as readonly number[])];
}
