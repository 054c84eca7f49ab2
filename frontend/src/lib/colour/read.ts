/**
 * Give a colour token as the browser draws it now, `rgb(…)`: for canvases and charts.
 *
 * A custom property alone says `light-dark(…)`, so an element has to wear it.
 */
export function readColour(token: string, within: HTMLElement = document.documentElement): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--${token})`;
  within.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
