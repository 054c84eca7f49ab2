import { expect, test } from "vitest";
import { readState, writeState } from "@/lib/url-state/codecs";
import { isNotebookView, NOTEBOOK_STATE, rowAddress, rowOfAddress, viewAddress } from "./address";

test("a whole state goes into an address and comes back", () => {
  const state = {
    q: 'paper tag:"old idea" & 종이',
    sort: ["-miou", "own:GPU, hours"],
    group: "tag",
    folded: ["old, idea", ""],
    hide: ["who", "when"],
    order: ["number", "title", "own:비고"],
    deleted: true,
    row: 12,
  } as const;
  const search = writeState(NOTEBOOK_STATE, new URLSearchParams(), state);
  expect(readState(NOTEBOOK_STATE, new URLSearchParams(search.toString()))).toEqual(state);
});

test("the usual state leaves the address short", () => {
  const usual = readState(NOTEBOOK_STATE, new URLSearchParams());
  expect(writeState(NOTEBOOK_STATE, new URLSearchParams(), usual).toString()).toBe("");
});

test("nonsense is the usual state", () => {
  const said = readState(NOTEBOOK_STATE, new URLSearchParams("row=x&group=cats&deleted=maybe"));
  expect([said.row, said.group, said.deleted]).toEqual([null, "none", false]);
});

test("a view is kept without the row that is open, in one form however it came about", () => {
  expect(viewAddress("?row=3&sort=-miou&q=a&utm=1")).toBe("/?q=a&sort=-miou");
  expect(viewAddress("?q=a&sort=-miou")).toBe(viewAddress("?sort=-miou&q=a"));
  expect(viewAddress("?row=3")).toBe("/");
});

test("views of other pages are none of the notebook's", () => {
  expect(["/", "/?q=a", "/runs/a?x=1", "/compare?a=1"].map(isNotebookView)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("a row has an address", () => {
  expect(rowAddress(12)).toBe("/?row=12");
  expect(rowOfAddress(rowAddress(12))).toBe(12);
  expect(["/", "/?row=0", "/?row=3&q=a", "/runs/a?row=3", "/?row=x"].map(rowOfAddress)).toEqual(
    Array(5).fill(null),
  );
});
