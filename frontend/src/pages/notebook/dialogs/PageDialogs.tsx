import { useNotebook } from "../data/notebook";
import type { OpenDialog } from "../data/useNotebookState";
import { HistoryDialog } from "./HistoryDialog";
import { ImportDialog } from "./ImportDialog";
import { MergeDialog } from "./MergeDialog";
import { NewRowDialog } from "./NewRowDialog";
import { UndoDialog } from "./UndoDialog";

interface Props {
  dialog: OpenDialog | null;
  setDialog(dialog: OpenDialog | null): void;
}

/** What is open over the page. */
export function PageDialogs({ dialog, setDialog }: Props) {
  const { edits, openRow } = useNotebook();
  const close = () => setDialog(null);
  const draft = dialog?.kind === "collision" ? edits.drafts.get(dialog.key) : undefined;
  return (
    <>
      <UndoDialog />
      {dialog?.kind === "history" && <HistoryDialog row={dialog.row} field={dialog.field} onClose={close} />}
      {dialog?.kind === "import" && <ImportDialog onClose={close} />}
      {dialog?.kind === "newRow" && (
        <NewRowDialog
          onClose={close}
          onAdded={(row) => {
            close();
            openRow(row.number);
          }}
        />
      )}
      {draft && (
        <MergeDialog key={dialog?.kind === "collision" ? dialog.key : ""} draft={draft} onClose={close} />
      )}
    </>
  );
}
