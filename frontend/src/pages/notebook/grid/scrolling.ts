/** Scroll the grid sideways until a column is in sight beside the frozen ones. */
export function showColumn(scroller: HTMLElement, column: string): void {
  const heads = [...scroller.querySelectorAll<HTMLElement>("[role=columnheader]")];
  const cells = scroller.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(column)}"]`);
  const cell = cells[0];
  if (!cell || getComputedStyle(cell).position === "sticky") return;
  const frozen = heads
    .filter((head) => getComputedStyle(head).position === "sticky")
    .reduce((width, head) => width + head.offsetWidth, 0);
  const left = cell.offsetLeft - frozen;
  const right = cell.offsetLeft + cell.offsetWidth - scroller.clientWidth;
  if (scroller.scrollLeft > left) scroller.scrollLeft = left;
  else if (scroller.scrollLeft < right) scroller.scrollLeft = Math.min(right, left);
}
