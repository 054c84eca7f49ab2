import { useText } from "@/app/i18n/language";
import { Select } from "@/components/Select";
import { FIELDS, type Match, matchedField, type SheetColumn } from "@/lib/notebook/matching";
import { fieldName } from "../tools/columnName";
import styles from "./Dialogs.module.css";

interface Props {
  columns: readonly SheetColumn[];
  match: Match;
  onChoose(column: string, field: string): void;
}

const LEFT_OUT = "";
/** Columns of an export that say where a row belongs, or fill themselves. */
const OF_EXPORTS = new Set([
  "id",
  "revision",
  "#",
  "experiment",
  "who",
  "when",
  "runs",
  "changed",
  "mIoU",
  "sd",
  "n",
  "Δ",
  "weakest",
]);

/** Which column of the sheet is read into which field, with what stands in it. */
export function MatchTable({ columns, match, onChoose }: Props) {
  const all = useText().notebook;
  const text = all.sheet;
  return (
    <section aria-label={text.columns}>
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
            {columns.map((column) => (
              <tr key={column.name}>
                <th scope="row">{column.name}</th>
                <td>
                  {OF_EXPORTS.has(column.name) && !(column.name in match) && column.field === null ? (
                    text.fills
                  ) : (
                    <Select
                      label={`${text.into}: ${column.name}`}
                      hideLabel
                      value={matchedField(column, match)}
                      options={optionsOf(column.name, matchedField(column, match), all)}
                      onChange={(field) => onChoose(column.name, field)}
                    />
                  )}
                </td>
                <td className={styles.examples}>{column.examples.join(" · ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function optionsOf(name: string, field: string, all: ReturnType<typeof useText>["notebook"]) {
  const own = [...new Set([name, field])].filter(
    (each) => each && !(FIELDS as readonly string[]).includes(each) && !OF_EXPORTS.has(each),
  );
  return [
    ...FIELDS.map((value) => ({ value: value as string, label: fieldName(value, all) })),
    ...own.map((value) => ({ value, label: all.sheet.ownColumn(value) })),
    { value: LEFT_OUT, label: all.sheet.leftOut },
  ];
}
