import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteRow, type Row, undeleteRow } from "@/api/notebook";
import { queryKeys } from "@/api/query-keys";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Menu } from "@/components/Menu";
import { tell, tellError } from "@/components/toasts";
import { rowAddress } from "@/lib/notebook/address";
import styles from "./RowPanel.module.css";

/** Take a row away, or bring it back; nothing of it is lost. */
function useDeletion(row: Row) {
  const text = useText().notebook.panel;
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: [...queryKeys.notebook, "row", row.number] });
  const restore = useMutation({
    mutationFn: () => undeleteRow(row.number),
    onSuccess() {
      tell(text.undeletedToast(row.number));
      void changed();
    },
    onError: tellError,
  });
  const remove = useMutation({
    mutationFn: () => deleteRow(row.number),
    onSuccess() {
      tell(text.deletedToast(row.number)); // the row stays open, and offers to bring it back
      void changed();
    },
    onError: tellError,
  });
  return { remove, restore };
}

export function RowMenu({ row }: { row: Row }) {
  const all = useText();
  const text = all.notebook.panel;
  const { remove, restore } = useDeletion(row);

  function copyLink(): void {
    const link = window.location.origin + rowAddress(row.number);
    navigator.clipboard.writeText(link).then(() => tell(all.common.copied), tellError);
  }

  return (
    <Menu
      label={all.common.more}
      face="⋯"
      items={[
        { label: text.copyLink, run: copyLink },
        row.deleted
          ? { label: text.undelete, run: () => restore.mutate() }
          : { label: text.delete, danger: true, run: () => remove.mutate() },
      ]}
    />
  );
}

export function DeletedNote({ row }: { row: Row }) {
  const text = useText().notebook.panel;
  const { restore } = useDeletion(row);
  return (
    <p className={styles.deleted}>
      {text.deleted} <Button onClick={() => restore.mutate()}>{text.bring}</Button>
    </p>
  );
}
