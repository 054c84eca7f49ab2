import { streamState } from "@/api/events";
import { type NotebookView, sendEdits } from "@/api/notebook";
import { currentText } from "@/app/i18n/language";
import { queries } from "@/app/queries";
import { sentenceOf } from "@/components/sentence";
import { cellOf } from "@/lib/notebook/row";
import { type SavedOutcome, Saver } from "@/lib/notebook/saver";
import { EMPTY_STACK, type UndoStack } from "@/lib/notebook/undo";

/** What is written here is saved also while another page is looked at, so this outlives the notebook's page. */
export const saver = new Saver({
  send: (edits) => sendEdits([...edits]),
  onSaved: (outcomes) =>
    queries.setQueriesData<NotebookView>(
      { queryKey: ["notebook-rows"] },
      (view) => view && withOutcomes(view, outcomes),
    ),
  sentence: (error) => sentenceOf(error, currentText().common.error),
  storage: window.localStorage,
});

/** One's own edits since the page was loaded. */
export const undoing: { stack: UndoStack } = { stack: EMPTY_STACK };

streamState.subscribe(() => {
  if (streamState.get() === "open") saver.retry();
});
window.addEventListener("online", saver.retry);

/** Show at once what the server has saved; what it works out of it comes with the next look. */
function withOutcomes(view: NotebookView, outcomes: readonly SavedOutcome[]): NotebookView {
  const of = Map.groupBy(outcomes, (outcome) => outcome.row);
  const rows = view.rows.map((row) => {
    const cells = of.get(row.number)?.filter(({ cell, field }) => cell.version >= cellOf(row, field).version);
    if (!cells?.length) return row;
    return {
      ...row,
      cells: { ...row.cells, ...Object.fromEntries(cells.map(({ field, cell }) => [field, cell])) },
    };
  });
  return { ...view, rows };
}
