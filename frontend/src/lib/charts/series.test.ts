import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contrast } from "@/lib/colour/contrast";
import { SERIES, seriesColour, seriesDash } from "./series";

const css = readFileSync(join(import.meta.dirname, "../../app/tokens.css"), "utf8");

test.each(["ground", "surface"])("lines are seen on the page's %s", (token) => {
  const found = new RegExp(`--${token}:\\s*light-dark\\((#\\w{6}),\\s*(#\\w{6})\\)`).exec(css);
  const [light, dark] = [found?.[1] ?? "", found?.[2] ?? ""];
  for (let index = 0; index < SERIES.length; index++) {
    expect(contrast(seriesColour(index, false), light)).toBeGreaterThanOrEqual(3);
    expect(contrast(seriesColour(index, true), dark)).toBeGreaterThanOrEqual(3);
  }
});

test("the first thirty-five lines differ in colour or dash", () => {
  const looks = Array.from({ length: 35 }, (_, i) => `${seriesColour(i, false)} ${seriesDash(i)}`);
  expect(new Set(looks).size).toBe(35);
});
