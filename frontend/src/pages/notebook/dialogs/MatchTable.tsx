import { useText } from "@/app/i18n/language";
import { Select } from "@/components/Select";
import {
  FIELDS,
  isExport,
  isMatchable,
  type Match,
  matchedField,
  offeredFields,
  type SheetColumn,
} from "@/lib/notebook/matching";
import { fieldName } from "../tools/columnName";
import styles from "./Dialogs.module.css";

interface Props {
  columns: readonly SheetColumn[];
  match: Match;
  onChoose(column: string, field: string): void;
}

const LEFT_OUT = "";

/** Which column of the sheet is read into which field, with what stands in it. */
export function MatchTable({ columns, match, onChoose }: Props) {
  const all = useText().notebook;
  const text = all.sheet;
  const matchable = columns.filter(isMatchable);
  if (matchable.length === 0) return null;
  return (
    <details open={!isExport(columns)}>
      <summary>
        <strong>{text.matching}</strong>
      </summary>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text.column}</th>
              <th scope="col">{text.into}</th>
              <th scope="col">{text.examples}</th>
            </tr>
          </thead>
          <tbody>
            {matchable.map((column) => (
              <tr key={column.name}>
                <th scope="row">{column.name}</th>
                <td>
                  <Select
                    label={`${text.into}: ${column.name}`}
                    hideLabel
                    value={matchedField(column, match)}
                    options={[
                      ...offeredFields(column, match).map((value) => ({
                        value,
                        label: isBuiltIn(value) ? fieldName(value, all) : text.ownColumn(value),
                      })),
                      { value: LEFT_OUT, label: text.leftOut },
                    ]}
                    onChange={(field) => onChoose(column.name, field)}
                  />
                </td>
                <td className={styles.examples}>{column.examples.join(" · ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function isBuiltIn(field: string): boolean {
  return (FIELDS as readonly string[]).includes(field);
}
