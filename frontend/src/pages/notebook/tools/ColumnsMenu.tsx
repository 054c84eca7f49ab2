import { useState } from "react";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { IconButton } from "@/components/IconButton";
import { Popover } from "@/components/Popover";
import type { NotebookState } from "@/lib/notebook/address";
import { FROZEN, movedColumn, orderedColumns } from "@/lib/notebook/columns";
import { readSort, toggledSort, writeSort } from "@/lib/notebook/sort";
import { useNotebook } from "../data/notebook";
import { columnName } from "./columnName";
import { addOwnColumn, columnWidths } from "./kept";
import styles from "./Tools.module.css";

interface Props {
  state: NotebookState;
  isWide: boolean;
  setState(change: Partial<NotebookState>): void;
}

/** Which columns there are, in which order, and what the rows are sorted by. */
export function ColumnsMenu({ state, setState, isWide }: Props) {
  const all = useText().notebook;
  const text = all.tools;
  const { columns } = useNotebook();
  const ordered = orderedColumns(columns, state.order);
  const sort = readSort(state.sort);

  function toggle(key: string): void {
    const hide = state.hide.includes(key)
      ? state.hide.filter((other) => other !== key)
      : [...state.hide, key];
    setState({ hide });
  }

  function reset(): void {
    columnWidths.set({});
    setState({ hide: [], order: [], sort: [] });
  }

  return (
    <Popover label={text.columns}>
      <ul className={styles.columns}>
        {ordered.map((column, place) => {
          const name = columnName(column, all);
          const key = sort.find((each) => each.column === column.key);
          const isFrozen = (FROZEN as readonly string[]).includes(column.key);
          const neighbour = (step: number) => ordered[place + step]?.key;
          const move = (step: number) => {
            const to = neighbour(step);
            if (to) setState({ order: movedColumn(columns, state.order, column.key, to) });
          };
          return (
            <li key={column.key}>
              <label className={styles.check}>
                <input
                  type="checkbox"
                  checked={!state.hide.includes(column.key)}
                  disabled={column.key === "number"}
                  onChange={() => toggle(column.key)}
                />
                {name}
              </label>
              <IconButton
                label={text.sortUp(name)}
                aria-pressed={key !== undefined}
                onClick={() => setState({ sort: writeSort(toggledSort(sort, column.key, true)) })}
              >
                {key ? (key.descending ? "▼" : "▲") : "⇅"}
              </IconButton>
              {isWide && (
                <>
                  <IconButton
                    label={text.moveUp(name)}
                    disabled={isFrozen || place <= FROZEN.length}
                    onClick={() => move(-1)}
                  >
                    ↑
                  </IconButton>
                  <IconButton
                    label={text.moveDown(name)}
                    disabled={isFrozen || neighbour(1) === undefined}
                    onClick={() => move(1)}
                  >
                    ↓
                  </IconButton>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <NewColumn taken={columns.map((column) => columnName(column, all))} />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={state.deleted}
          onChange={(event) => setState({ deleted: event.target.checked })}
        />
        {text.deleted}
      </label>
      <Button kind="quiet" onClick={reset}>
        {text.reset}
      </Button>
    </Popover>
  );
}

/** A column of the team's own; it is kept in the notebook as soon as somebody writes in it. */
function NewColumn({ taken }: { taken: readonly string[] }) {
  const text = useText().notebook.tools;
  const [name, setName] = useState("");
  const plain = name.trim().replace(/\s+/g, " ");
  const isTaken = taken.includes(plain);

  function add(event: React.FormEvent): void {
    event.preventDefault();
    if (!plain || isTaken) return;
    addOwnColumn(plain);
    setName("");
  }

  return (
    <form className={styles.line} onSubmit={add}>
      <input
        aria-label={text.newColumn}
        placeholder={`${text.newColumn}: ${text.newColumnHint}`}
        value={name}
        maxLength={100}
        aria-invalid={isTaken}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={!plain || isTaken}>
        +
      </Button>
      {isTaken && <p role="alert">{text.columnTaken}</p>}
    </form>
  );
}
