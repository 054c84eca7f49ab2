import { useState } from "react";
import type { Row } from "@/api/notebook";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { IconButton } from "@/components/IconButton";
import { relativeTime } from "@/lib/format/time";
import { allColumns } from "@/lib/notebook/columns";
import { cellKey, cellOf, plainText, tagsOf } from "@/lib/notebook/row";
import { shownText } from "@/lib/notebook/values";
import { useNotebook } from "../data/notebook";
import { CellFace } from "../grid/CellFace";
import { fieldName } from "../tools/columnName";
import styles from "./RowPanel.module.css";
import { WritingField } from "./WritingField";

interface Props {
  row: Row;
  field: string;
  /** Beside others: no author, no Markdown. */
  isSmall?: boolean;
}

const BUILT_IN = new Map(allColumns([]).map((column) => [column.field, column]));

/** A field of a row: what it says, who said so, and a press or Enter to write. */
export function Field({ row, field, isSmall = false }: Props) {
  const all = useText();
  const text = all.notebook;
  const { edits, showHistory, showCollision } = useNotebook();
  const [base, setBase] = useState<number | null>(null);
  const column = BUILT_IN.get(field) ?? {
    key: `own:${field}`,
    kind: "text" as const,
    field,
    width: 0,
    name: field,
  };
  const name = fieldName(field, text);
  const said = shownText(row, column, edits.unsaved);
  const draft = edits.drafts.get(cellKey(row.number, field));
  const cell = row.cells[field];

  function save(written: string): void {
    if (plainText(written) !== said)
      edits.write([{ row: row.number, field, text: written, base: base ?? undefined }]);
    setBase(null);
  }

  function begin(): void {
    if (draft?.collision) showCollision(cellKey(row.number, field));
    else setBase(cellOf(row, field).version);
  }

  return (
    <section className={isSmall ? styles.small : styles.field} aria-label={name}>
      <header className={styles.fieldHead}>
        <h3>{name}</h3>
        {draft && (
          <span className={styles.unsaved}>
            {draft.refusal ?? text.grid[draft.state === "collided" ? "collided" : "unsaved"]}
          </span>
        )}
        {!isSmall && cell && !draft && <Author author={cell.author} time={cell.time} />}
        <span className={styles.fieldTools}>
          {base === null && (
            <IconButton label={text.panel.edit(name)} onClick={begin}>
              ✎
            </IconButton>
          )}
          {cell && (
            <IconButton label={text.panel.history(name)} onClick={() => showHistory(row.number, field)}>
              ↶
            </IconButton>
          )}
        </span>
      </header>
      {base !== null ? (
        <WritingField
          row={row}
          field={field}
          label={name}
          text={said}
          version={base}
          onSave={save}
          onCancel={() => setBase(null)}
        />
      ) : said ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: the button above does the same
        // biome-ignore lint/a11y/useKeyWithClickEvents: the button above does the same
        <div
          className={styles.said}
          onClick={(event) => !isLink(event.target) && !hasChosenWords() && begin()}
        >
          {field === "tags" ? (
            <TagButtons tags={tagsOf(said)} />
          ) : (
            <CellFace row={row} column={column} text={said} />
          )}
        </div>
      ) : (
        <Button kind="quiet" className={styles.write} onClick={begin}>
          {text.panel.write(name)}
        </Button>
      )}
    </section>
  );
}

/** Tags that filter the sheet. */
function TagButtons({ tags }: { tags: readonly string[] }) {
  const { toggleFilter } = useNotebook();
  return (
    <span className={styles.tags}>
      {tags.map((tag) => (
        <button key={tag} type="button" className={styles.tag} onClick={() => toggleFilter("tag", tag)}>
          {tag}
        </button>
      ))}
    </span>
  );
}

function Author({ author, time }: { author: string; time: string }) {
  const text = useText().notebook.panel;
  const language = useLanguage();
  return <span className={styles.soft}>{text.by(author, relativeTime(time, language))}</span>;
}

function isLink(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button") !== null;
}

function hasChosenWords(): boolean {
  return window.getSelection()?.isCollapsed === false;
}
