import { useId, useState } from "react";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import type { Draft } from "@/lib/notebook/drafts";
import { chosen, openMerge, rewritten } from "@/lib/notebook/merge";
import { cellKey } from "@/lib/notebook/row";
import { useNotebook } from "../data/notebook";
import { fieldName } from "../tools/columnName";
import styles from "./Dialogs.module.css";
import { SideWords } from "./DiffWords";

interface Props {
  draft: Draft;
  onClose(): void;
}

/** Offers what to do with words that were not saved: two people wrote, or the server did not take them. */
export function MergeDialog({ draft, onClose }: Props) {
  return draft.collision ? (
    <Offer draft={draft} collision={draft.collision} onClose={onClose} />
  ) : (
    <Refused draft={draft} onClose={onClose} />
  );
}

function Offer({ draft, collision, onClose }: Props & { collision: NonNullable<Draft["collision"]> }) {
  const all = useText().notebook;
  const text = all.merge;
  const { edits } = useNotebook();
  const [view, setView] = useState(() => openMerge(collision));
  const id = useId();
  const take = (choice: "joined" | "theirs" | "mine") => setView((now) => chosen(now, collision, choice));

  function save(): void {
    edits.settle(cellKey(draft.row, draft.field), view.text);
    onClose();
  }

  return (
    <Dialog
      open
      wide
      title={text.title(fieldName(draft.field, all), draft.row)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{text.later}</Button>
          <Button kind="primary" onClick={save}>
            {text.save}
          </Button>
        </>
      }
    >
      <p>{text.why(collision.author)}</p>
      <div className={styles.sides}>
        <section>
          <h3>{text.theirs(collision.author)}</h3>
          <SideWords parts={view.difference} side="removed" />
          <Button aria-pressed={view.choice === "theirs"} onClick={() => take("theirs")}>
            {text.takeTheirs}
          </Button>
        </section>
        <section>
          <h3>{text.mine}</h3>
          <SideWords parts={view.difference} side="added" />
          <Button aria-pressed={view.choice === "mine"} onClick={() => take("mine")}>
            {text.takeMine}
          </Button>
        </section>
      </div>
      <div className={styles.result}>
        <label htmlFor={id}>{text.result}</label>
        <Button aria-pressed={view.choice === "joined"} onClick={() => take("joined")}>
          {text.takeBoth}
        </Button>
      </div>
      <textarea
        id={id}
        className={styles.text}
        rows={6}
        value={view.text}
        onChange={(event) => setView((now) => rewritten(now, collision, event.target.value))}
      />
    </Dialog>
  );
}

function Refused({ draft, onClose }: Props) {
  const all = useText().notebook;
  const text = all.merge;
  const { edits } = useNotebook();
  const [said, setSaid] = useState(draft.text);

  function again(): void {
    edits.write([{ row: draft.row, field: draft.field, text: said, base: draft.base }]);
    onClose();
  }

  return (
    <Dialog
      open
      wide
      title={text.refusedTitle(fieldName(draft.field, all), draft.row)}
      onClose={onClose}
      actions={
        <>
          <Button
            kind="danger"
            onClick={() => {
              edits.discard(cellKey(draft.row, draft.field));
              onClose();
            }}
          >
            {text.discard}
          </Button>
          <Button onClick={onClose}>{text.later}</Button>
          <Button kind="primary" onClick={again} disabled={said === draft.text}>
            {text.again}
          </Button>
        </>
      }
    >
      <p>{draft.refusal}</p>
      <textarea
        className={styles.text}
        rows={8}
        aria-label={text.mine}
        value={said}
        onChange={(event) => setSaid(event.target.value)}
      />
    </Dialog>
  );
}
