import { EmptyWorkspace } from "@/app/EmptyWorkspace";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";

interface Props {
  onNewRow(): void;
  onImport(): void;
}

/** Says how a notebook begins. */
export function EmptyNotebook({ onNewRow, onImport }: Props) {
  const text = useText().notebook.empty;
  return (
    <EmptyWorkspace
      actions={
        <>
          <Button kind="primary" onClick={onNewRow}>
            {text.idea}
          </Button>
          <Button onClick={onImport}>{text.import}</Button>
        </>
      }
    />
  );
}
