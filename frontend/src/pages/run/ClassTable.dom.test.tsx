import { fireEvent, render, screen, within } from "@testing-library/react";
import { BrowserRouter } from "react-router";
import { beforeEach, expect, test } from "vitest";
import type { ClassResult, DiagnosisView, RunView, ValidationBrief } from "@/api/runs";
import { ClassTable } from "./ClassTable";
import { seenOf } from "./view";

const nothing = { boundary: null, extent: null, segment: null };

function result(index: number, name: string, iou: number | null, precision: number | null): ClassResult {
  return {
    index,
    name,
    iou,
    low: iou,
    high: iou,
    interval_safe: true,
    units: 30,
    precision,
    recall: iou,
    boundary_iou: iou,
    false: { boundary: 0.25, extent: 0.25, segment: 0 },
    missed: iou === null ? nothing : { boundary: 0.5, extent: 0, segment: 0 },
    images: 12,
    pixels: 100,
    predicted_pixels: 90,
    objects: null,
    lost_miou: iou === null ? 0 : 1 - iou,
    calibration_error: null,
  };
}

const results = [
  result(0, "배경", 0.9, 0.7),
  result(1, "Paper", 0.3, 0.9),
  result(2, "Battery", null, null),
  result(3, "Glass", 0.6, 0.8),
];

const seen = seenOf(
  {
    run: {
      brief: { id: "r1" },
      classes: results.map(({ index, name }) => ({ index, name, colour: "#123456", role: null })),
    } as unknown as RunView,
    validation: { index: 4 } as ValidationBrief,
    wanted: null,
    diagnosis: {
      classes: results,
      confusion: [
        [90, 10, 0, 0],
        [50, 40, 0, 10],
        [0, 0, 0, 0],
        [0, 0, 0, 80],
      ],
      unpredicted: [0, 0, 0, 0],
      flows: [],
    } as unknown as DiagnosisView,
  },
  "no class",
);

const show = () =>
  render(
    <BrowserRouter useTransitions={false}>
      <ClassTable seen={seen} />
    </BrowserRouter>,
  );
const names = () => screen.getAllByRole("rowheader").map((head) => head.textContent);

beforeEach(() => window.history.replaceState(null, "", "/runs/r1"));

test("the weakest class is first, and what does not occur is in no row", () => {
  show();
  expect(names()).toEqual(["Paper", "Glass", "배경"]);
  expect(screen.getByText("Battery")).toBeTruthy();
});

test("a press on a head sorts by it, and the address says so", () => {
  show();
  fireEvent.click(screen.getByRole("button", { name: "Precision" }));
  expect(names()).toEqual(["배경", "Glass", "Paper"]);
  fireEvent.click(screen.getByRole("button", { name: "Precision" }));
  expect(names()).toEqual(["Paper", "Glass", "배경"]);
  expect(window.location.search).toBe("?sort=-precision");
  expect(screen.getByRole("columnheader", { name: "Precision" }).getAttribute("aria-sort")).toBe(
    "descending",
  );
});

test("what a class is most taken for leads to the pictures of that confusion", () => {
  show();
  const paper = screen.getAllByRole("row")[1] as HTMLElement;
  const link = within(paper).getByRole("link", { name: /배경 50%/ });
  expect(link.getAttribute("href")).toBe("/runs/r1/pictures?validation=4&class=1&taken=0");
});
