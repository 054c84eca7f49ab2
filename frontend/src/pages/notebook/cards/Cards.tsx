import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { useText } from "@/app/i18n/language";
import { score } from "@/lib/format/number";
import { rowAddress } from "@/lib/notebook/address";
import type { GroupItem, Item } from "@/lib/notebook/arrange";
import { allColumns } from "@/lib/notebook/columns";
import type { Row } from "@/lib/notebook/row";
import { shownText } from "@/lib/notebook/values";
import { useNotebook } from "../data/notebook";
import { CellFace } from "../grid/CellFace";
import styles from "./Cards.module.css";

const COLUMNS = new Map(allColumns([]).map((column) => [column.key, column]));

/** The rows as cards, where there is no room for a sheet; a card opens its row, where everything is edited. */
export function Cards({ items, onFold }: { items: readonly Item[]; onFold(group: string): void }) {
  const text = useText().notebook;
  const { keeper } = useNotebook();
  const list = useRef<HTMLUListElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (place) => (items[place]?.kind === "group" ? 44 : 132),
    getItemKey: (place) => items[place]?.id ?? place,
    overscan: 5,
    scrollMargin: offset,
    gap: 8,
  });
  const seen = virtual.getVirtualItems();
  useEffect(() => {
    keeper.show(seen.flatMap(({ index }) => (items[index]?.kind === "row" ? [items[index].row] : [])));
  }, [keeper, items, seen]);

  if (items.length === 0) return <p className={styles.soft}>{text.status.nothingFits}</p>;
  return (
    <ul
      ref={list}
      className={styles.cards}
      aria-label={text.grid.label}
      style={{ height: virtual.getTotalSize() }}
    >
      {seen.map(({ index, key, start }) => {
        const item = items[index];
        return (
          item && (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={styles.place}
              style={{ transform: `translateY(${start - offset}px)` }}
            >
              {item.kind === "group" ? <Group group={item} onFold={onFold} /> : <Card row={item.row} />}
            </li>
          )
        );
      })}
    </ul>
  );
}

function Group({ group, onFold }: { group: GroupItem; onFold(group: string): void }) {
  const text = useText().notebook.grid;
  return (
    <button
      type="button"
      className={styles.group}
      aria-expanded={!group.isFolded}
      onClick={() => onFold(group.name)}
    >
      <span aria-hidden="true">{group.isFolded ? "▸" : "▾"}</span> {group.name || text.nothing}
      <small>{text.rows(group.count)}</small>
      {group.best !== null && <small>{text.best(score(group.best))}</small>}
    </button>
  );
}

function Card({ row }: { row: Row }) {
  const text = useText().notebook;
  const { edits, verdicts } = useNotebook();
  const said = (key: string) => {
    const column = COLUMNS.get(key);
    return column ? shownText(row, column, edits.unsaved) : "";
  };
  const face = (key: string) => {
    const column = COLUMNS.get(key);
    return (
      column && <CellFace row={row} column={column} text={said(key)} verdict={verdicts.get(row.number)} />
    );
  };
  const isUnsaved = [...edits.drafts.values()].some((draft) => draft.row === row.number);
  return (
    <article className={styles.card}>
      <h2 className={styles.title}>
        <Link to={rowAddress(row.number)}>
          <span className={styles.number}>{`#${row.number}`}</span> {said("title") || text.cards.noTitle}
        </Link>
      </h2>
      <div className={styles.line}>
        {face("status")}
        <span className={styles.soft}>{row.who}</span>
        <span className={styles.soft}>{face("when")}</span>
        {row.comments > 0 && <span className={styles.soft}>{text.grid.comments(row.comments)}</span>}
        {isUnsaved && <span className={styles.unsaved}>{text.grid.unsaved}</span>}
      </div>
      {row.miou !== null && (
        <div className={styles.line}>
          <span className={styles.soft}>mIoU</span>
          {face("miou")}
          {face("difference")}
        </div>
      )}
      {row.weakest && (
        <div className={styles.line}>
          <span className={styles.soft}>{text.columns.weakest}</span>
          {face("weakest")}
        </div>
      )}
      <div className={styles.words}>{said("conclusion") ? face("conclusion") : face("hypothesis")}</div>
      {said("tags") && face("tags")}
    </article>
  );
}
