// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn where they are seen are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the active cell, or a button within, has the focus
import type { Ref } from "react";
import { useText } from "@/app/i18n/language";
import { score } from "@/lib/format/number";
import type { GroupItem } from "@/lib/notebook/arrange";
import styles from "./Grid.module.css";

interface Props {
  ref?: Ref<HTMLDivElement>;
  group: GroupItem;
  place: number;
  top: number;
  columns: number;
  onFold(group: string): void;
}

/** The head of a group: what its rows share, how many they are, and how good. */
export function GroupRow({ ref, group, place, top, columns, onFold }: Props) {
  const text = useText().notebook.grid;
  const name = group.name || text.nothing;
  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={place + 2}
      data-index={place}
      className={styles.groupRow}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" aria-colindex={1} aria-colspan={columns} tabIndex={-1}>
        <button
          type="button"
          className={styles.group}
          aria-expanded={!group.isFolded}
          onClick={() => onFold(group.name)}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <span aria-hidden="true">{group.isFolded ? "▸" : "▾"}</span>
          {name}
          <small>{text.rows(group.count)}</small>
          {group.best !== null && <small>{text.best(score(group.best))}</small>}
        </button>
      </div>
    </div>
  );
}
