import { expect, test } from "vitest";
import { bandPath, type FlowNode, layoutFlows } from "./flows";

const ROOM = { bars: 200, label: 18, gap: 4 };
const flows = [
  { from: 3, to: 11, value: 0.05 },
  { from: 3, to: 2, value: 0.0001 },
  { from: 4, to: 3, value: 0.02 },
  { from: 5, to: 2, value: 0.0002 },
  { from: 6, to: 2, value: 0.0001 },
  { from: 7, to: -1, value: 0.0001 },
  { from: 8, to: 3, value: 0 },
];

function overlaps(side: FlowNode[]): boolean {
  const labels = side.map((node) => node.label).sort((a, b) => a - b);
  return labels.some((label, i) => i > 0 && label - (labels[i - 1] as number) < ROOM.label);
}

test("labels never overlap, however thin the bands", () => {
  const { from, to } = layoutFlows(flows, ROOM);
  expect(from.map((node) => node.id)).toEqual([3, 4, 5, 6, 7]);
  expect(overlaps(from)).toBe(false);
  expect(overlaps(to)).toBe(false);
});

test("hundred classes with one pixel each do not either", () => {
  const many = Array.from({ length: 100 }, (_, i) => ({ from: i, to: (i * 7) % 100, value: 1e-6 }));
  const layout = layoutFlows(many, ROOM);
  expect(overlaps(layout.from) || overlaps(layout.to)).toBe(false);
  expect(layout.height).toBeGreaterThanOrEqual(100 * ROOM.label);
});

test("everything lies within the height, with room for each label", () => {
  const { from, to, height } = layoutFlows(flows, ROOM);
  for (const node of [...from, ...to]) {
    expect(node.top).toBeGreaterThanOrEqual(0);
    expect(node.label).toBeGreaterThanOrEqual(ROOM.label / 2);
    expect(node.label + ROOM.label / 2).toBeLessThanOrEqual(height + 1e-9);
    expect(node.top + node.height).toBeLessThanOrEqual(height + 1e-9);
  }
});

test("bands fill their classes' bars without a hole, as thick as they cost", () => {
  const { from, to, bands } = layoutFlows(flows, ROOM);
  expect(bands).toHaveLength(6);
  const costs = bands.reduce((sum, band) => sum + band.thickness, 0);
  expect(costs).toBeCloseTo(ROOM.bars);
  for (const [side, end, edge] of [
    [from, "from", "left"],
    [to, "to", "right"],
  ] as const) {
    for (const node of side) {
      const own = bands.filter((band) => band[end] === node.id).sort((a, b) => a[edge] - b[edge]);
      let top = node.top;
      for (const band of own) {
        expect(band[edge]).toBeCloseTo(top);
        top += band.thickness;
      }
      expect(top).toBeCloseTo(node.top + node.height);
    }
  }
});

test("no costly flow, no chart", () => {
  expect(layoutFlows([], ROOM).height).toBe(0);
  expect(layoutFlows([{ from: 0, to: 1, value: 0 }], ROOM).bands).toEqual([]);
});

test("a band begins and ends where it was laid", () => {
  const path = bandPath({ from: 0, to: 1, value: 1, left: 10, right: 40, thickness: 5 }, 100, 300);
  expect(path.startsWith("M100 10C")).toBe(true);
  expect(path).toContain("300 40V45");
  expect(path.endsWith("100 15Z")).toBe(true);
});
