import { expect, test } from "vitest";
import { flatten } from "./environment";

test("what lies within is named by its path, lists are one line, and nothing is left out but nothing", () => {
  const environment = {
    python: "3.11",
    packages: { torch: "2.14" },
    command: ["segscope", "train", "데이터"],
    git: { commit: "abc", changed_files: [], dirty: false },
    gpu: null,
  };
  expect(flatten(environment)).toEqual([
    ["python", "3.11"],
    ["packages.torch", "2.14"],
    ["command", "segscope train 데이터"],
    ["git.commit", "abc"],
    ["git.dirty", "false"],
  ]);
});

test("odd things are still told", () => {
  expect(flatten({ devices: [{ name: "cpu" }] })).toEqual([["devices", '{"name":"cpu"}']]);
  expect(flatten({})).toEqual([]);
});
