import { type RefObject, useEffect, useState } from "react";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { IconButton } from "@/components/IconButton";
import { Select } from "@/components/Select";
import type { NotebookState } from "@/lib/notebook/address";
import { GROUPINGS } from "@/lib/notebook/arrange";
import { ColumnsMenu } from "./ColumnsMenu";
import { SheetMenu } from "./SheetMenu";
import styles from "./Tools.module.css";
import { ViewsMenu } from "./ViewsMenu";

interface Props {
  state: NotebookState;
  filter: RefObject<HTMLInputElement | null>;
  isWide: boolean;
  setState(change: Partial<NotebookState>): void;
  onNewRow(): void;
  onImport(): void;
}

/** What can be done with the whole sheet: filter, groups, columns, views, new rows, files. */
export function Toolbar({ state, filter, isWide, setState, onNewRow, onImport }: Props) {
  const text = useText().notebook.tools;
  return (
    <div className={styles.bar}>
      <FilterBox element={filter} value={state.q} onChange={(q) => setState({ q })} />
      <Select
        label={text.group}
        hideLabel
        value={state.group}
        options={GROUPINGS.map((value) => ({ value, label: text.grouping[value] }))}
        onChange={(group) => setState({ group, folded: [] })}
      />
      <ColumnsMenu state={state} setState={setState} isWide={isWide} />
      <ViewsMenu />
      <SheetMenu onImport={onImport} />
      <Button kind="primary" onClick={onNewRow}>
        + {text.newRow}
      </Button>
    </div>
  );
}

const WAIT = 150;

interface FilterProps {
  element: RefObject<HTMLInputElement | null>;
  value: string;
  onChange(value: string): void;
}

/** The filter; the address follows a moment after the last key. */
function FilterBox({ element, value, onChange }: FilterProps) {
  const text = useText().notebook.tools;
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    // The address changed otherwise: Back, a view, a click on a tag.
    setTold(value);
    setTyped(value);
  }

  useEffect(() => {
    if (typed === told) return;
    const timer = setTimeout(() => {
      setTold(typed);
      onChange(typed);
    }, WAIT);
    return () => clearTimeout(timer);
  }, [typed, told, onChange]);

  return (
    <div className={styles.filter}>
      <input
        ref={element}
        type="search"
        aria-label={text.filter}
        placeholder={`${text.filter}: ${text.filterHint}`}
        value={typed}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && !event.nativeEvent.isComposing && setTyped("")}
      />
      {typed && (
        <IconButton label={text.clear} onClick={() => setTyped("")}>
          ✕
        </IconButton>
      )}
    </div>
  );
}
