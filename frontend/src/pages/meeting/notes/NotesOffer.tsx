import { useId, useState } from "react";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import type { Draft } from "@/lib/notebook/drafts";
import { chosen, type MergeChoice, openMerge, rewritten } from "@/lib/notebook/merge";
import { SideWords } from "@/pages/notebook/dialogs/DiffWords";
import styles from "./Notes.module.css";

interface Props {
  collision: NonNullable<Draft["collision"]>;
  onSave(text: string): void;
  onClose(): void;
}

/** Offers what to do where two people wrote the same lines. */
export function NotesOffer({ collision, onSave, onClose }: Props) {
  const all = useText();
  const text = all.notebook.merge;
  const own = all.meeting.notes.offer;
  const [view, setView] = useState(() => openMerge(collision));
  const id = useId();
  const take = (choice: Exclude<MergeChoice, "own">, label: string) => (
    <Button
      aria-pressed={view.choice === choice}
      onClick={() => setView((now) => chosen(now, collision, choice))}
    >
      {label}
    </Button>
  );
  return (
    <Dialog
      open
      wide
      title={own.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{text.later}</Button>
          <Button
            kind="primary"
            onClick={() => {
              onSave(view.text);
              onClose();
            }}
          >
            {text.save}
          </Button>
        </>
      }
    >
      <p>{own.why(collision.author)}</p>
      <div className={styles.sides}>
        <section>
          <h3>{text.theirs(collision.author)}</h3>
          <SideWords parts={view.difference} side="removed" />
          {take("theirs", text.takeTheirs)}
        </section>
        <section>
          <h3>{text.mine}</h3>
          <SideWords parts={view.difference} side="added" />
          {take("mine", text.takeMine)}
        </section>
      </div>
      <p className={styles.result}>
        <label htmlFor={id}>{text.result}</label> {take("joined", text.takeBoth)}
      </p>
      <textarea
        id={id}
        data-first
        className={styles.text}
        rows={8}
        value={view.text}
        onChange={(event) => setView((now) => rewritten(now, collision, event.target.value))}
      />
    </Dialog>
  );
}
