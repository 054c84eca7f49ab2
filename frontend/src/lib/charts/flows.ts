/** Where flows of wrong pixels are drawn: true classes left, predicted ones right, bands between. */

export interface Flow {
  from: number;
  to: number;
  /** What the flow costs; its band is as thick. */
  value: number;
}

/** A class at one side: its slot is at least as high as its label, so labels never overlap. */
export interface FlowNode {
  id: number;
  /** Upper edge and height of its bar. */
  top: number;
  height: number;
  /** Middle of its slot, where its label stands. */
  label: number;
  value: number;
}

export interface FlowBand extends Flow {
  /** Upper edges at the left and at the right, and how thick it is. */
  left: number;
  right: number;
  thickness: number;
}

export interface FlowLayout {
  from: FlowNode[];
  to: FlowNode[];
  bands: FlowBand[];
  height: number;
}

export interface FlowRoom {
  /** Height that the bars of all flows together get. */
  bars: number;
  /** Least height of a slot: that of a label. */
  label: number;
  /** Room between two slots. */
  gap: number;
}

/** Lay out flows; those that cost nothing are left out. */
export function layoutFlows(flows: readonly Flow[], room: FlowRoom): FlowLayout {
  const costly = flows.filter((flow) => flow.value > 0).toSorted((a, b) => b.value - a.value);
  const all = costly.reduce((sum, flow) => sum + flow.value, 0);
  if (all === 0) return { from: [], to: [], bands: [], height: 0 };
  const scale = room.bars / all;
  const from = stack(sums(costly, "from"), scale, room);
  const middles = new Map(from.map((node) => [node.id, node.label]));
  const to = stack(byMiddle(sums(costly, "to"), costly, middles), scale, room);
  const height = Math.max(heightOf(from, room), heightOf(to, room));
  for (const side of [from, to]) centre(side, (height - heightOf(side, room)) / 2);
  return { from, to, bands: bandsOf(costly, from, to, scale), height };
}

/** Draw a band between two verticals as the path of an area. */
export function bandPath(band: FlowBand, left: number, right: number): string {
  const bend = (left + right) / 2;
  const [a, b] = [band.left, band.right];
  const [c, d] = [b + band.thickness, a + band.thickness];
  return `M${left} ${a}C${bend} ${a} ${bend} ${b} ${right} ${b}V${c}C${bend} ${c} ${bend} ${d} ${left} ${d}Z`;
}

function sums(flows: readonly Flow[], end: "from" | "to"): [id: number, value: number][] {
  const values = new Map<number, number>();
  for (const flow of flows) values.set(flow[end], (values.get(flow[end]) ?? 0) + flow.value);
  return [...values].sort(([, a], [, b]) => b - a);
}

// Fewer bands cross where a class stands beside those that flow into it.
function byMiddle(
  values: [number, number][],
  flows: readonly Flow[],
  middles: ReadonlyMap<number, number>,
): [number, number][] {
  const middle = (id: number) => {
    const own = flows.filter((flow) => flow.to === id);
    const weight = own.reduce((sum, flow) => sum + flow.value, 0);
    return own.reduce((sum, flow) => sum + (middles.get(flow.from) ?? 0) * flow.value, 0) / weight;
  };
  return values
    .map((entry) => ({ entry, at: middle(entry[0]) }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

function stack(values: [number, number][], scale: number, { label, gap }: FlowRoom): FlowNode[] {
  let top = 0;
  return values.map(([id, value]) => {
    const height = value * scale;
    const slot = Math.max(height, label);
    const node = { id, value, height, top: top + (slot - height) / 2, label: top + slot / 2 };
    top += slot + gap;
    return node;
  });
}

function heightOf(side: readonly FlowNode[], { label }: FlowRoom): number {
  const last = side.at(-1);
  return last ? last.label + Math.max(last.height, label) / 2 : 0;
}

function centre(side: FlowNode[], by: number): void {
  for (const node of side) {
    node.top += by;
    node.label += by;
  }
}

function bandsOf(
  flows: readonly Flow[],
  from: readonly FlowNode[],
  to: readonly FlowNode[],
  scale: number,
): FlowBand[] {
  const placeOf = (side: readonly FlowNode[]) => new Map(side.map((node, index) => [node.id, index]));
  const [lefts, rights] = [placeOf(from), placeOf(to)];
  const bands = flows.map((flow) => ({ ...flow, left: 0, right: 0, thickness: flow.value * scale }));
  // At each class its bands stand in the order of their other ends.
  pile(bands, from, "from", "left", (band) => rights.get(band.to) ?? 0);
  pile(bands, to, "to", "right", (band) => lefts.get(band.from) ?? 0);
  return bands;
}

function pile(
  bands: FlowBand[],
  side: readonly FlowNode[],
  end: "from" | "to",
  edge: "left" | "right",
  order: (band: FlowBand) => number,
): void {
  for (const node of side) {
    let top = node.top;
    for (const band of bands.filter((it) => it[end] === node.id).sort((a, b) => order(a) - order(b))) {
      band[edge] = top;
      top += band.thickness;
    }
  }
}
