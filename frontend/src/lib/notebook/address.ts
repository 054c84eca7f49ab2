/** What an address of the notebook says: filter, sort, groups, columns, and the row that is open. */

import { withSearch } from "@/lib/paths/paths";
import { choice, flag, list, number, type State, text } from "@/lib/url-state/codecs";
import { GROUPINGS } from "./arrange";

export const NOTEBOOK_STATE = {
  q: text(),
  sort: list(),
  group: choice(GROUPINGS, "none"),
  folded: list(),
  hide: list(),
  order: list(),
  deleted: flag(),
  row: number({ least: 1, integer: true }),
} as const;

export type NotebookState = State<typeof NOTEBOOK_STATE>;

/** The address of a row: what a link in chat opens. */
export function rowAddress(row: number): string {
  return withSearch("/", { row });
}

/** The address that a view is kept under: everything but the row that happens to be open. */
export function viewAddress(search: string): string {
  const said = new URLSearchParams(search);
  for (const name of [...said.keys()]) if (!(name in NOTEBOOK_STATE) || name === "row") said.delete(name);
  said.sort();
  return said.size > 0 ? `/?${said}` : "/";
}

/** Whether a kept address is a view of the notebook, and not of another page. */
export function isNotebookView(address: string): boolean {
  return address === "/" || address.startsWith("/?");
}

/** The row that an address opens, if that is all it says. */
export function rowOfAddress(address: string): number | null {
  const found = /^\/\?row=([1-9]\d{0,8})$/.exec(address);
  return found ? Number(found[1]) : null;
}
