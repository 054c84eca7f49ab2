// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn where they are seen are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the active cell, or a button within, has the focus
import { memo, type ReactNode, type Ref } from "react";
import { useText } from "@/app/i18n/language";
import type { Column } from "@/lib/notebook/columns";
import type { Draft } from "@/lib/notebook/drafts";
import { cellKey, type Row } from "@/lib/notebook/row";
import { shownText } from "@/lib/notebook/values";
import type { VerdictState } from "@/lib/notebook/verdicts";
import { columnName } from "../tools/columnName";
import { CellFace } from "./CellFace";
import styles from "./Grid.module.css";

export interface GridRowProps {
  ref?: Ref<HTMLDivElement>;
  line: string;
  /** Its place among all lines, for the virtual list. */
  place: number;
  top: number;
  row: Row;
  columns: readonly Column[];
  verdict: VerdictState | undefined;
  /** Field → what is not saved yet; undefined where everything is. */
  drafts: ReadonlyMap<string, Draft> | undefined;
  /** Fields that somebody else changed a moment ago, joined by line breaks. */
  fresh: string;
  /** First and last chosen column; −1 where none is. */
  from: number;
  to: number;
  /** Place of the active cell's column; −1 where it is in another row. */
  active: number;
  isOpen: boolean;
  isExpanded: boolean;
  /** There is more than is shown. */
  isLong: boolean;
  /** The active cell's text field. */
  input: ReactNode;
  onExpand(line: string): void;
}

/** A row of the grid; it is drawn again only where something of it changed. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { ref, line, place, top, row, columns, from, to, active, isOpen, isExpanded } = props;
  const text = useText().notebook;
  const className = [
    styles.row,
    active >= 0 && styles.activeRow,
    isOpen && styles.openRow,
    isExpanded && styles.expanded,
    row.deleted && styles.deletedRow,
  ];
  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={place + 2}
      data-index={place}
      className={className.filter(Boolean).join(" ")}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column, at) => (
        <GridCell
          key={column.key}
          {...props}
          text={text}
          line={line}
          column={column}
          at={at}
          isActive={at === active}
          isChosen={at >= from && at <= to}
        />
      ))}
    </div>
  );
});

interface CellProps extends GridRowProps {
  text: ReturnType<typeof useText>["notebook"];
  column: Column;
  at: number;
  isActive: boolean;
  isChosen: boolean;
}

function GridCell({
  text,
  line,
  row,
  column,
  at,
  verdict,
  drafts,
  fresh,
  isActive,
  isChosen,
  input,
  ...rest
}: CellProps) {
  const draft = column.field === null ? undefined : drafts?.get(column.field);
  const isFresh = column.field !== null && fresh !== "" && fresh.split("\n").includes(column.field);
  const said = shownText(row, column, (_row, field) => drafts?.get(field)?.text);
  const id = isActive ? `cell-${cellKey(row.number, column.key).replaceAll(/\s/g, "-")}` : undefined;
  const className = [
    styles.cell,
    styles[column.kind],
    column.key === "number" && styles.frozen,
    column.key === "title" && styles.frozenNext,
    isChosen && styles.chosen,
    isActive && styles.active,
    isFresh && styles.fresh,
  ];
  return (
    <div
      role="gridcell"
      aria-colindex={at + 1}
      aria-selected={isChosen}
      aria-readonly={column.field === null}
      tabIndex={isActive && column.field === null ? 0 : -1}
      data-line={line}
      data-column={column.key}
      data-active={isActive || undefined}
      className={className.filter(Boolean).join(" ")}
    >
      <div id={id} className={styles.face}>
        <CellFace row={row} column={column} text={said} verdict={verdict} />
        {column.kind === "number" && <ExpandButton line={line} row={row} {...rest} />}
      </div>
      {draft && (
        <span className={styles.mark} title={draft.refusal}>
          {draftWord(draft, text.grid)}
        </span>
      )}
      {isFresh && <span className="visually-hidden">{text.grid.fresh}</span>}
      {isActive && input}
      {isActive && column.field === null && (
        <span className="visually-hidden">{text.grid.cell(columnName(column, text), row.number)}</span>
      )}
    </div>
  );
}

function draftWord(draft: Draft, text: { unsaved: string; collided: string; refused: string }): string {
  if (draft.state === "collided") return `⚠ ${text.collided}`;
  return draft.state === "refused" ? `⚠ ${text.refused}` : `… ${text.unsaved}`;
}

type ExpandProps = Pick<GridRowProps, "line" | "row" | "isLong" | "isExpanded" | "onExpand">;

function ExpandButton({ line, row, isLong, isExpanded, onExpand }: ExpandProps) {
  const text = useText().notebook.grid;
  if (!isLong) return null;
  const label = isExpanded ? text.less(row.number) : text.more(row.number);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.expand}
      aria-label={label}
      title={label}
      aria-expanded={isExpanded}
      onClick={() => onExpand(line)}
    >
      <span aria-hidden="true">{isExpanded ? "▴" : "▾"}</span>
    </button>
  );
}
