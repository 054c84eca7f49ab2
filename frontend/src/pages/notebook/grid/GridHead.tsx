// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn where they are seen are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the active cell, or a button within, has the focus
import { type KeyboardEvent, memo, useRef } from "react";
import { useText } from "@/app/i18n/language";
import type { Column } from "@/lib/notebook/columns";
import type { SortKey } from "@/lib/notebook/sort";
import { columnName } from "../tools/columnName";
import styles from "./Grid.module.css";

interface Props {
  columns: readonly Column[];
  sort: readonly SortKey[];
  widthOf(column: Column): number;
  onSort(column: string, add: boolean): void;
  onWidth(column: string, width: number): void;
  onMove(column: string, to: string): void;
}

const STEP = 16;

/** The heads of the columns: click to sort, draw the edge for the width, draw the head to another place. */
export const GridHead = memo(function GridHead({ columns, sort, widthOf, onSort, onWidth, onMove }: Props) {
  const text = useText().notebook;
  const drawn = useRef<string | null>(null);

  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        {columns.map((column, place) => {
          const name = columnName(column, text);
          const rank = sort.findIndex((key) => key.column === column.key);
          const key = sort[rank];
          const className = [
            styles.headCell,
            column.key === "number" && styles.frozen,
            column.key === "title" && styles.frozenNext,
          ];
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-label={name}
              aria-colindex={place + 1}
              aria-sort={key ? (key.descending ? "descending" : "ascending") : "none"}
              className={className.filter(Boolean).join(" ")}
              onDragOver={(event) => drawn.current !== null && event.preventDefault()}
              onDrop={() => {
                if (drawn.current !== null && drawn.current !== column.key) onMove(drawn.current, column.key);
                drawn.current = null;
              }}
            >
              <button
                type="button"
                draggable
                className={styles.sort}
                title={text.grid.sort(name)}
                tabIndex={place === 0 ? 0 : -1}
                onDragStart={(event) => {
                  drawn.current = column.key;
                  event.dataTransfer.effectAllowed = "move";
                }}
                onClick={(event) => onSort(column.key, event.shiftKey)}
                onKeyDown={(event) =>
                  walk(event, (wider) => onWidth(column.key, widthOf(column) + wider * STEP))
                }
              >
                <span>{name}</span>
                {key && (
                  <span aria-hidden="true" className={styles.arrow}>
                    {key.descending ? "▼" : "▲"}
                    {sort.length > 1 && <sub>{rank + 1}</sub>}
                  </span>
                )}
              </button>
              <WidthHandle
                label={text.grid.width(name)}
                width={widthOf(column)}
                onWidth={(width) => onWidth(column.key, width)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
});

/** Arrows walk from head to head; with Shift they change the width. */
function walk(event: KeyboardEvent<HTMLElement>, widen: (steps: 1 | -1) => void): void {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as 1 | -1 | undefined;
  if (way === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.shiftKey) {
    widen(way);
    return;
  }
  const head = event.currentTarget.closest("[role=columnheader]");
  const next = way === 1 ? head?.nextElementSibling : head?.previousElementSibling;
  next?.querySelector<HTMLElement>("button")?.focus();
}

function WidthHandle({
  label,
  width,
  onWidth,
}: {
  label: string;
  width: number;
  onWidth(width: number): void;
}) {
  const begun = useRef<{ x: number; width: number } | null>(null);
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      className={styles.edge}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (begun.current) onWidth(begun.current.width + event.clientX - begun.current.x);
      }}
      onPointerUp={() => {
        begun.current = null;
      }}
    />
  );
}
