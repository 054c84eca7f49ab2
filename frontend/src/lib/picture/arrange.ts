/** How panes of one shape are laid out in a room. */
import type { Size } from "./view";

/** Choose the number of columns that shows the pictures largest. */
export function columnsFor(panes: number, room: Size, picture: Size, caption: number): number {
  let best = { columns: 1, scale: 0 };
  for (let columns = 1; columns <= panes; columns++) {
    const rows = Math.ceil(panes / columns);
    const width = room.width / columns;
    const height = room.height / rows - caption;
    const scale = Math.min(width / picture.width, height / picture.height);
    if (scale > best.scale * 1.001) best = { columns, scale };
  }
  return best.columns;
}
