import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { fieldText } from "@/lib/notebook/values";
import { useNotebook } from "../data/notebook";
import { fieldName } from "../tools/columnName";
import styles from "./Dialogs.module.css";

/** Asks before an undo writes over what somebody else wrote since. */
export function UndoDialog() {
  const all = useText().notebook;
  const text = all.undo;
  const { edits, byNumber } = useNotebook();
  return (
    <Dialog
      open={edits.disputed.length > 0}
      title={text.title}
      onClose={() => edits.answerDispute(false)}
      actions={
        <>
          <Button onClick={() => edits.answerDispute(true)}>{text.write}</Button>
          <Button kind="primary" onClick={() => edits.answerDispute(false)}>
            {text.leave}
          </Button>
        </>
      }
    >
      <p>{text.why}</p>
      {edits.disputed.map(({ row: number, field, after }) => {
        const row = byNumber.get(number);
        return (
          <section key={`${number} ${field}`} className={styles.disputed}>
            <h3>{all.grid.cell(fieldName(field, all), number)}</h3>
            <dl>
              <dt>{text.now}</dt>
              <dd className={styles.words}>{(row && fieldText(row, field, edits.unsaved)) || text.empty}</dd>
              <dt>{text.undone}</dt>
              <dd className={styles.words}>{after || text.empty}</dd>
            </dl>
          </section>
        );
      })}
    </Dialog>
  );
}
