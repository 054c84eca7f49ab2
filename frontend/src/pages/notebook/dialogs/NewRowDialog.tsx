import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { addRow, type Row } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Segmented } from "@/components/Segmented";
import { tellError } from "@/components/toasts";
import styles from "./Dialogs.module.css";

interface Props {
  onAdded(row: Row): void;
  onClose(): void;
}

/** A row without a run: what somebody means to try. */
export function NewRowDialog({ onAdded, onClose }: Props) {
  const all = useText();
  const text = all.notebook.newRow;
  const [title, setTitle] = useState("");
  const [status, setStatus] = useState<"idea" | "plan">("idea");
  const [hypothesis, setHypothesis] = useState("");
  const id = useId();
  const isEmpty = title.trim() === "" && hypothesis.trim() === "";
  const add = useMutation({
    mutationFn: () => addRow(said({ title, status, hypothesis })),
    onSuccess: onAdded,
    onError: tellError,
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isEmpty && !add.isPending) add.mutate();
  }

  return (
    <Dialog
      open
      title={text.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{all.common.cancel}</Button>
          <Button kind="primary" type="submit" form={id} disabled={isEmpty || add.isPending}>
            {text.add}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit}>
        <p className={styles.soft}>{text.why}</p>
        <label>
          {text.name}
          <input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={400} />
        </label>
        <Segmented
          label={text.kind}
          value={status}
          options={[
            { value: "idea", label: text.idea },
            { value: "plan", label: text.plan },
          ]}
          onChange={setStatus}
        />
        <label>
          {text.hypothesis}
          <textarea rows={4} value={hypothesis} onChange={(event) => setHypothesis(event.target.value)} />
        </label>
      </form>
    </Dialog>
  );
}

function said(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ""));
}
