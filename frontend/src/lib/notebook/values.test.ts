import { expect, test } from "vitest";
import { makeRow } from "./fixtures";
import { isStateOfRuns } from "./values";

const run = { id: "a", name: "a", user: "민준", created_at: "2026-11-30T00:00:00Z", status: "finished" };

test("a state is what the runs say where there are runs and nobody wrote one", () => {
  const runs = [{ ...run, best: null, miou: null }];
  expect(isStateOfRuns({ ...makeRow(1), status: "finished", runs }, "finished")).toBe(true);
  const written = makeRow(2, { cells: { status: "finished" } });
  expect(isStateOfRuns({ ...written, runs }, "finished")).toBe(false);
  expect(isStateOfRuns({ ...makeRow(3), status: "finished", runs }, "adopted, unsaved")).toBe(false);
  expect(isStateOfRuns(makeRow(4), "idea")).toBe(false);
});
