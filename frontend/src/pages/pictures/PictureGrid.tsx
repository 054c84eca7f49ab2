import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PictureBrief } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import styles from "./Grid.module.css";
import { Tile } from "./Tile";
import { columnsOf, TILES, type TileSize, WORDS } from "./tile-size";
import type { PictureListHandle } from "./usePictureList";

interface Props {
  list: PictureListHandle;
  total: number;
  size: TileSize;
  /** Where to begin: the picture that its reader comes back from. */
  start: number | null;
  linkOf(picture: PictureBrief, place: number): string;
  thumbnailOf(sample: string): string;
  onVisible(first: number, last: number): void;
}

/** Pictures in rows of which only those on the screen exist. */
export function PictureGrid({ list, total, size, start, linkOf, thumbnailOf, onVisible }: Props) {
  const text = useText().picture.grid;
  const scroller = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(0);
  const [active, setActive] = useState(start ?? 0);
  const focused = useRef(start !== null);
  const rowHeight = TILES[size].picture + WORDS;
  const rows = columns > 0 ? Math.ceil(total / columns) : 0;
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 2,
  });
  const items = virtual.getVirtualItems();
  const first = (items[0]?.index ?? 0) * columns;
  const last = Math.min(total, ((items.at(-1)?.index ?? 0) + 1) * columns) - 1;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setColumns(columnsOf(element.clientWidth, size));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [size]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useLayoutEffect(() => virtual.measure(), [rowHeight]);

  useEffect(() => {
    if (last >= first) onVisible(first, last);
  }, [first, last, onVisible]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as the columns are known
  useLayoutEffect(() => {
    if (columns > 0 && start) virtual.scrollToIndex(Math.floor(start / columns), { align: "center" });
  }, [columns > 0]);

  // The tile may be drawn only after it was scrolled to.
  useEffect(() => {
    if (!focused.current) return;
    const tile = scroller.current?.querySelector<HTMLElement>(`[data-place="${active}"]`);
    if (!tile) return;
    focused.current = false;
    tile.focus({ preventScroll: true });
  });

  function go(place: number): void {
    const there = Math.min(Math.max(place, 0), total - 1);
    focused.current = true;
    setActive(there);
    virtual.scrollToIndex(Math.floor(there / columns), { align: "auto" });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = columns * Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight));
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      PageUp: -page,
      PageDown: page,
      Home: -total,
      End: total,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(active + step);
  }

  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="grid"
        aria-label={text.label}
        aria-rowcount={rows}
        aria-colcount={columns}
        className={styles.all}
        style={{ height: virtual.getTotalSize() }}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const place = Number(target.dataset.place ?? Number.NaN);
          if (Number.isInteger(place)) setActive(place);
        }}
      >
        {items.map((row) => (
          <div
            key={row.key}
            role="row"
            tabIndex={-1}
            aria-rowindex={row.index + 1}
            className={styles.row}
            style={{
              height: rowHeight,
              transform: `translateY(${row.start}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {places(row.index * columns, columns, total).map((place) => {
              const picture = list.at(place);
              return (
                <div key={place} role="gridcell" tabIndex={-1} className={styles.cell}>
                  {picture && (
                    <Tile
                      picture={picture}
                      place={place}
                      linkOf={linkOf}
                      thumbnailOf={thumbnailOf}
                      isActive={place === active || (place === first && (active < first || active > last))}
                    />
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

function places(from: number, columns: number, total: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(columns, total - from)) }, (_, i) => from + i);
}
