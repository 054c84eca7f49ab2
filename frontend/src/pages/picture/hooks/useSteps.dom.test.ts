import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Neighbours } from "./useNeighbours";
import { useSteps } from "./useSteps";

const brief = (sample: string) => ({ sample, group: null, lost: 0, wrong: 0, iou: 1, pixels: 1, box: null });
const LIST: Neighbours = { place: 4, total: 9, previous: brief("before"), next: brief("after") };

function steps(first: Neighbours | undefined) {
  const go = vi.fn();
  const { result, rerender } = renderHook(
    (neighbours: Neighbours | undefined) => useSteps(neighbours, (there, place) => go(there.sample, place)),
    { initialProps: first },
  );
  return { go, step: (by: 1 | -1) => act(() => result.current(by)), list: rerender };
}

test("a step goes to the neighbour, and says where it stands in the list", () => {
  const { go, step } = steps(LIST);
  step(1);
  step(-1);
  expect(go.mock.calls).toEqual([
    ["after", 5],
    ["before", 3],
  ]);
});

test("a step that came before the list is made when the list comes, once", () => {
  const { go, step, list } = steps(undefined);
  step(1);
  expect(go).not.toHaveBeenCalled();
  list(LIST);
  list({ ...LIST });
  expect(go.mock.calls).toEqual([["after", 5]]);
});

test("beyond the ends nothing happens, and from outside the list it begins with the first", () => {
  const { go, step, list } = steps({ ...LIST, next: null });
  step(1);
  list({ place: null, total: 9, previous: null, next: brief("first") });
  step(1);
  expect(go.mock.calls).toEqual([["first", 0]]);
});
