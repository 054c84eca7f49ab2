import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { type CellPlace, cellAfter, cellAt, cellWidth, type GridSize } from "@/lib/charts/grid";
import styles from "./CellGrid.module.css";
import { type CellLook, paintCells } from "./paintCells";
import { useDark } from "./useDark";
import { useWidth } from "./useWidth";

export interface CellHead {
  key: string;
  face: ReactNode;
  marked?: boolean;
}

interface Props {
  /** What the grid is, and that arrows walk over it. */
  label: string;
  corner?: ReactNode;
  rows: readonly CellHead[];
  columns: readonly CellHead[];
  /** Column heads stand upright: they are names. */
  upright?: boolean;
  least?: number;
  most?: number;
  height?: number;
  /** How a cell looks; null where nothing is defined. Keep it the same while nothing changes. */
  look(row: number, column: number, dark: boolean): CellLook | null;
  /** What a cell says, for its tip and its name. */
  describe(row: number, column: number): string;
  /** Where a press on a cell leads. */
  linkOf?(row: number, column: number): string | null;
  onPress?(row: number, column: number): void;
}

const LABELS = 180;

/** Cells of a large table, painted at once; one of them is a link or button that walks with arrows or pointer. */
export function CellGrid(props: Props) {
  const { label, corner, rows, columns, upright = false, least = 14, most = 48, height = 24, look } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useDark();
  const room = useWidth(frame) - LABELS;
  const [active, setActive] = useState<CellPlace | null>(null);
  const [tipped, setTipped] = useState(false);
  const width = cellWidth(room, columns.length, least, most);
  const size: GridSize = { rows: rows.length, columns: columns.length, width, height };
  const marked = columns.findIndex((column) => column.marked);

  useLayoutEffect(() => {
    if (canvas.current && room > -LABELS) {
      paintCells(canvas.current, { rows: rows.length, columns: columns.length, width, height }, look, dark);
    }
  }, [rows.length, columns.length, width, height, look, dark, room]);

  function onPointer(event: React.PointerEvent): void {
    const box = canvas.current?.getBoundingClientRect();
    const place = box && cellAt(event.clientX - box.left, event.clientY - box.top, size);
    if (!place) return;
    setTipped(true);
    if (place.row !== active?.row || place.column !== active.column) setActive(place);
  }

  const shown = within(active ?? { row: 0, column: 0 }, size);
  if (rows.length === 0 || columns.length === 0) return null;
  return (
    <div ref={frame} className={styles.room}>
      <div className={styles.scroll}>
        <div className={styles.grid} role="group" aria-label={label}>
          <div className={styles.corner}>{corner}</div>
          <div className={styles.columns}>
            {columns.map((column) => (
              <div
                key={column.key}
                className={`${styles.column} ${column.marked ? styles.marked : ""}`}
                style={{ width }}
              >
                <div className={upright ? styles.upright : undefined}>{column.face}</div>
              </div>
            ))}
          </div>
          <div className={styles.rows}>
            {rows.map((row) => (
              <div key={row.key} className={styles.row} style={{ height }}>
                {row.face}
              </div>
            ))}
          </div>
          <div
            className={styles.body}
            onPointerMove={onPointer}
            onPointerDown={onPointer}
            onPointerLeave={() => setTipped(false)}
          >
            <canvas ref={canvas} />
            {marked >= 0 && (
              <span
                className={styles.markedColumn}
                style={{ left: marked * width, width }}
                aria-hidden="true"
              />
            )}
            <ActiveCell
              {...props}
              size={size}
              place={shown}
              isShown={active !== null}
              onMove={setActive}
              onTip={setTipped}
            />
            {tipped && active && (
              <Tip canvas={canvas} size={size} place={shown} text={props.describe(shown.row, shown.column)} />
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

interface ActiveProps extends Props {
  size: GridSize;
  place: CellPlace;
  isShown: boolean;
  onMove(place: CellPlace): void;
  onTip(shown: boolean): void;
}

function ActiveCell({ size, place, isShown, onMove, onTip, describe, linkOf, onPress }: ActiveProps) {
  const ref = useRef<HTMLAnchorElement & HTMLButtonElement>(null);
  const walks = useRef(false);
  const { row, column } = place;
  const link = linkOf?.(row, column);

  function onKeyDown(event: React.KeyboardEvent): void {
    const next = cellAfter(event.key, place, size);
    if (event.key === "Escape") onTip(false);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    walks.current = true;
    onMove(next);
    onTip(true);
  }

  // The cell that was walked to may be a link where the last one was a button: the focus goes along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each cell is another place
  useLayoutEffect(() => {
    if (!walks.current) return;
    walks.current = false;
    ref.current?.focus({ preventScroll: true });
    ref.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [row, column]);

  const shared = {
    ref,
    className: styles.active,
    style: {
      left: column * size.width,
      top: row * size.height,
      width: size.width,
      height: size.height,
      opacity: isShown ? 1 : 0,
      scrollMargin: "10rem 2rem 2rem 12rem",
    },
    "aria-label": describe(row, column),
    onKeyDown,
    onFocus: (event: React.FocusEvent) => {
      if (!event.target.matches(":focus-visible")) return;
      onMove(place);
      onTip(true);
    },
    onBlur: () => onTip(false),
  };
  if (link) return <Link to={link} {...shared} />;
  return <button type="button" {...shared} aria-disabled={!onPress} onClick={() => onPress?.(row, column)} />;
}

interface TipProps {
  canvas: React.RefObject<HTMLCanvasElement | null>;
  size: GridSize;
  place: CellPlace;
  text: string;
}

function Tip({ canvas, size, place, text }: TipProps) {
  const box = canvas.current?.getBoundingClientRect();
  if (!box) return null;
  const x = box.left + (place.column + 1) * size.width;
  const y = box.top + (place.row + 1) * size.height;
  const isRight = x > window.innerWidth / 2;
  return (
    <span
      className={styles.tip}
      aria-hidden="true"
      style={{
        top: y + 6,
        ...(isRight ? { right: Math.max(8, window.innerWidth - x) } : { left: Math.max(8, x - size.width) }),
      }}
    >
      {text}
    </span>
  );
}

function within({ row, column }: CellPlace, size: GridSize): CellPlace {
  return { row: Math.min(row, size.rows - 1), column: Math.min(column, size.columns - 1) };
}
