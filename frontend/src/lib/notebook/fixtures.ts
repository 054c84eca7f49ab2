/** Rows for tests: what a test does not say is as in an empty notebook. */
import type { Row } from "./row";

export interface RowSketch extends Partial<Omit<Row, "cells">> {
  /** Field → text, or text and version. */
  cells?: Record<string, string | [text: string, version: number]>;
}

export function makeRow(number: number, sketch: RowSketch = {}): Row {
  const { cells = {}, ...rest } = sketch;
  const time = "2026-11-30T09:00:00Z";
  return {
    number,
    id: `row${number}`,
    title: typeof cells.title === "string" ? cells.title : "",
    who: "jiwon",
    when: time,
    status: typeof cells.status === "string" ? cells.status : "idea",
    parent: null,
    changed: [],
    runs: [],
    miou: null,
    miou_sd: null,
    n: 0,
    difference: null,
    weakest: null,
    comments: 0,
    deleted: false,
    cells: Object.fromEntries(
      Object.entries(cells).map(([field, said]) => {
        const [text, version] = typeof said === "string" ? [said, 1] : said;
        return [field, { text, version, author: "jiwon", time }];
      }),
    ),
    ...rest,
  };
}
