import { expect, test } from "vitest";
import { changesOfRuns } from "./changes";

test("steps alone change no list; a new run, a validation and an end do", () => {
  const changes = changesOfRuns();
  const told = [
    { id: "a", status: "running", validations: 0 },
    { id: "a", status: "running", validations: 0 },
    { id: "a", status: "running", validations: 1 },
    { id: "b", status: "running", validations: 1 },
    { id: "a", status: "running", validations: 1 },
    { id: "a", status: "finished", validations: 1 },
  ].map(changes);
  expect(told).toEqual([true, false, true, true, false, true]);
});
