/** Connected pieces of equal labels, all labels in one pass. */

/**
 * Number the 8-connected pieces of equal labels.
 *
 * @param labels width × height labels; 0 takes no part.
 * @returns For each pixel the first pixel of its piece; −1 where the label is 0.
 */
export function components(labels: Uint16Array, width: number, height: number): Int32Array {
  const parent = new Int32Array(width * height).fill(-1);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) if (labels[i] !== 0) join(labels, parent, i, x, y, width);
  // A parent never comes after its child, so that one pass in order settles all.
  for (let i = 0; i < parent.length; i++) {
    const above = parent[i] as number;
    if (above >= 0) parent[i] = parent[above] as number;
  }
  return parent;
}

/** Join a pixel to those of its label above and to the left; what touches its upper neighbour is joined already. */
function join(labels: Uint16Array, parent: Int32Array, i: number, x: number, y: number, width: number): void {
  const label = labels[i];
  const up = i - width;
  if (y > 0 && labels[up] === label) {
    parent[i] = rootOf(parent, up);
    return;
  }
  const left = x > 0 && labels[i - 1] === label;
  const corner = !left && y > 0 && x > 0 && labels[up - 1] === label;
  parent[i] = left ? rootOf(parent, i - 1) : corner ? rootOf(parent, up - 1) : i;
  if (y > 0 && x + 1 < width && labels[up + 1] === label) unite(parent, i, up + 1);
}

function rootOf(parent: Int32Array, start: number): number {
  let i = start;
  while (parent[i] !== i) {
    const next = parent[i] as number;
    parent[i] = parent[next] as number;
    i = parent[i] as number;
  }
  return i;
}

function unite(parent: Int32Array, a: number, b: number): void {
  const first = rootOf(parent, a);
  const second = rootOf(parent, b);
  if (first < second) parent[second] = first;
  else parent[first] = second;
}
