// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn where they are seen are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the active cell, or a button within, has the focus

import { type CSSProperties, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useText } from "@/app/i18n/language";
import type { Item } from "@/lib/notebook/arrange";
import type { Column } from "@/lib/notebook/columns";
import { MOST_LINES } from "@/lib/notebook/heights";
import { cellKey, plainText } from "@/lib/notebook/row";
import { extendTo, type Place, selectCell, step, tabbed } from "@/lib/notebook/selection";
import type { SortKey } from "@/lib/notebook/sort";
import { shownText } from "@/lib/notebook/values";
import { useNotebook } from "../data/notebook";
import { columnName } from "../tools/columnName";
import { CellInput, type Then } from "./CellInput";
import styles from "./Grid.module.css";
import { GridHead } from "./GridHead";
import { GridRow } from "./GridRow";
import { GroupRow } from "./GroupRow";
import { showColumn } from "./scrolling";
import { useClipboard } from "./useClipboard";
import { useGridKeys } from "./useGridKeys";
import { placeOf, usePointer } from "./usePointer";
import { useRowParts } from "./useRowParts";
import { useSelection } from "./useSelection";
import { useVirtualRows } from "./useVirtualRows";

interface Props {
  items: readonly Item[];
  columns: readonly Column[];
  sort: readonly SortKey[];
  /** Number of the row that is open beside the grid. */
  open: number | null;
  widthOf(column: Column): number;
  onSort(column: string, add: boolean): void;
  onWidth(column: string, width: number): void;
  onMove(column: string, to: string): void;
  onFold(group: string): void;
}

/** The sheet: rows that are drawn where they are seen, edited like a spreadsheet. */
export function Grid({ items, columns, sort, open, widthOf, onSort, onWidth, onMove, onFold }: Props) {
  const text = useText().notebook;
  const { edits, keeper, verdicts, showCollision } = useNotebook();
  const chosen = useSelection(items, columns);
  const { selection, select, block, sheet, rows, row: activeRow, column: activeColumn } = chosen;
  const [isEditing, setEditing] = useState(false);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const partsOf = useRowParts();
  const active = chosen.places.get(selection.active.line);
  const { virtual, linesAt } = useVirtualRows({ items, columns, expanded, active, scroller, widthOf });
  const seen = virtual.getVirtualItems();
  const shown = activeRow && activeColumn ? shownText(activeRow, activeColumn, edits.unsaved) : "";

  useEffect(() => {
    keeper.show(seen.flatMap(({ index }) => (items[index]?.kind === "row" ? [items[index].row] : [])));
  }, [keeper, items, seen]);

  const focusActive = useCallback(() => {
    const cell = scroller.current?.querySelector<HTMLElement>("[data-active]");
    (cell?.querySelector<HTMLElement>("[data-input]") ?? cell)?.focus({ preventScroll: true });
  }, []);
  // Asked of the document it would be too late: the field that had the focus is gone with the last cell.
  const hasFocus = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows each step
  useLayoutEffect(() => {
    if (hasFocus.current) focusActive();
  }, [selection.active.line, selection.active.column, isEditing]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step shows where it went
  useEffect(() => {
    const place = chosen.places.get(selection.corner.line);
    if (place === undefined || !scroller.current || !hasFocus.current) return;
    virtual.scrollToIndex(place, { align: "auto" });
    showColumn(scroller.current, selection.corner.column);
  }, [selection]);

  function edit(): void {
    if (!activeRow || !activeColumn?.field) return;
    const key = cellKey(activeRow.number, activeColumn.field);
    if (edits.drafts.get(key)?.collision) showCollision(key);
    else setEditing(true);
  }

  function save(said: string, base: number, then: Then): void {
    setEditing(false);
    // What the runs say of themselves is not written by being looked at.
    if (activeRow && activeColumn?.field && plainText(said) !== shown) {
      edits.write([{ row: activeRow.number, field: activeColumn.field, text: said, base }]);
    }
    if (then === "down") select(step(selection, "down", sheet, false));
    else if (then !== "stay") select(tabbed(selection, then === "previous", sheet));
  }

  const page = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / 48) - 1);
  const onKeyDown = useGridKeys({ selection, select, block, sheet, rows, columns, page, onEdit: edit });
  const onExpand = useCallback((line: string) => setExpanded((now) => toggled(now, line)), []);
  const pointer = usePointer({
    onSelect(place: Place) {
      hasFocus.current = true;
      if (isEditing) scroller.current?.querySelector<HTMLElement>("[data-input]")?.blur(); // which saves
      flushSync(() => select(selectCell(place)));
      focusActive();
    },
    onExtend: (place) => select(extendTo(selection, place)),
  });
  const clipboard = useClipboard({
    rows,
    columns,
    block,
    isEditing,
    onBlock: ({ top, bottom, left, right }) =>
      select({
        active: { line: sheet.lines[top] ?? "", column: sheet.columns[left] ?? "" },
        corner: { line: sheet.lines[bottom] ?? "", column: sheet.columns[right] ?? "" },
      }),
  });

  const input = activeRow && activeColumn?.field && (
    <CellInput
      key={`${selection.active.line} ${activeColumn.key}`}
      row={activeRow}
      field={activeColumn.field}
      label={text.grid.cell(columnName(activeColumn, text), activeRow.number)}
      describedBy={`cell-${cellKey(activeRow.number, activeColumn.key).replaceAll(/\s/g, "-")}`}
      text={shown}
      isEditing={isEditing}
      onBegin={() => setEditing(true)}
      onSave={save}
      onCancel={() => setEditing(false)}
    />
  );

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={text.grid.label}
      aria-rowcount={items.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      className={styles.grid}
      style={gridStyle(columns, widthOf)}
    >
      <GridHead
        columns={columns}
        sort={sort}
        widthOf={widthOf}
        onSort={onSort}
        onWidth={onWidth}
        onMove={onMove}
      />
      <div
        role="rowgroup"
        className={styles.body}
        style={{ height: virtual.getTotalSize() }}
        onFocus={() => {
          hasFocus.current = true;
        }}
        onBlur={(event) => {
          hasFocus.current = event.currentTarget.contains(event.relatedTarget);
        }}
        onKeyDown={onKeyDown}
        onDoubleClick={(event) => isCell(event.target) && edit()}
        {...pointer}
        {...clipboard}
      >
        {seen.map(({ index, key, start }) => {
          const item = items[index];
          const place = { ref: virtual.measureElement, place: index, top: start };
          if (!item) return null;
          if (item.kind === "group") {
            return <GroupRow key={key} {...place} group={item} columns={columns.length} onFold={onFold} />;
          }
          const at = chosen.order.get(item.id) ?? -1;
          const isWithin = at >= block.top && at <= block.bottom;
          const isActive = item.id === selection.active.line;
          return (
            <GridRow
              key={key}
              {...place}
              line={item.id}
              row={item.row}
              columns={columns}
              verdict={verdicts.get(item.row.number)}
              {...partsOf(item.row.number)}
              from={isWithin ? block.left : -1}
              to={isWithin ? block.right : -2}
              active={isActive ? sheet.columns.indexOf(selection.active.column) : -1}
              isOpen={item.row.number === open}
              isExpanded={expanded.has(item.id)}
              isLong={linesAt(index) > MOST_LINES}
              input={isActive ? input : null}
              onExpand={onExpand}
            />
          );
        })}
      </div>
      {items.length === 0 && <p className={styles.nothing}>{text.status.nothingFits}</p>}
    </div>
  );
}

/** The columns' widths are said once, so that to draw one wider draws no row again. */
function gridStyle(columns: readonly Column[], widthOf: (column: Column) => number): CSSProperties {
  const first = columns.find(({ key }) => key === "number");
  return {
    "--columns": columns.map((column) => `${widthOf(column)}px`).join(" "),
    "--first": `${first ? widthOf(first) : 0}px`,
  } as CSSProperties;
}

function isCell(target: EventTarget): boolean {
  return placeOf(target) !== null && !(target as Element).closest("a, button, textarea");
}

function toggled(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}
