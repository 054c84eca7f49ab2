import { useMemo } from "react";
import type { ImportPlan } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { cellKey, cellOf } from "@/lib/notebook/row";
import { wordDiff } from "@/lib/notebook/word-diff";
import { useNotebook } from "../data/notebook";
import { fieldName } from "../tools/columnName";
import styles from "./Dialogs.module.css";
import { DiffWords } from "./DiffWords";

const MOST = 50;

/** What an import will do, cell by cell. */
export function PlanView({ plan }: { plan: ImportPlan }) {
  const text = useText().notebook.sheet;
  if (plan.edits.length === 0 && plan.new.length === 0) {
    return (
      <section aria-label={text.plan}>
        <p>{text.nothing}</p>
        <Unread names={plan.unread} />
      </section>
    );
  }
  return (
    <section aria-label={text.plan}>
      {plan.edits.length > 0 && <Changes plan={plan} />}
      {plan.new.length > 0 && <NewRows rows={plan.new} />}
      <Unread names={plan.unread} />
    </section>
  );
}

function Changes({ plan }: { plan: ImportPlan }) {
  const all = useText().notebook;
  const text = all.sheet;
  const { byNumber } = useNotebook();
  const changes = useMemo(
    () =>
      plan.edits.map((edit) => {
        const row = byNumber.get(edit.row);
        const now = row ? cellOf(row, edit.field) : { text: "", version: 0 };
        return { ...edit, before: now.text, isNewer: now.version !== edit.base && now.text !== edit.text };
      }),
    [plan.edits, byNumber],
  );
  const collisions = changes.filter((change) => change.isNewer).length;
  // Those that need a look come first.
  const sorted = changes.toSorted((one, other) => Number(other.isNewer) - Number(one.isNewer));
  return (
    <details open>
      <summary>
        <strong>{text.changes(changes.length)}</strong>
        {collisions > 0 && <span className={styles.problem}>{text.collisions(collisions)}</span>}
      </summary>
      {sorted.slice(0, MOST).map((change) => (
        <section key={cellKey(change.row, change.field)} className={styles.change}>
          <h3>{all.grid.cell(fieldName(change.field, all), change.row)}</h3>
          {change.isNewer && <p className={styles.soft}>⚠ {text.collision}</p>}
          <DiffWords parts={wordDiff(change.before, change.text)} />
        </section>
      ))}
      {changes.length > MOST && <p className={styles.soft}>{text.more(changes.length - MOST)}</p>}
    </details>
  );
}

function NewRows({ rows }: { rows: readonly Readonly<Record<string, string>>[] }) {
  const all = useText().notebook;
  const text = all.sheet;
  const fields = useMemo(() => [...new Set(rows.flatMap((row) => Object.keys(row)))], [rows]);
  return (
    <details open>
      <summary>
        <strong>{text.newRows(rows.length)}</strong>
      </summary>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {fieldName(field, all)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a sheet have no names
              <tr key={place}>
                {fields.map((field) => (
                  <td key={field} className={styles.words}>
                    {row[field]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST && <p className={styles.soft}>{text.more(rows.length - MOST)}</p>}
    </details>
  );
}

function Unread({ names }: { names: readonly string[] }) {
  const text = useText().notebook.sheet;
  if (names.length === 0) return null;
  return (
    <p className={styles.soft}>
      {text.unread}: {names.join(", ")}
    </p>
  );
}
