import { useLayoutEffect, useRef, useState } from "react";
import type { MeetingView } from "@/api/meetings";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Markdown } from "@/components/Markdown";
import { Segmented } from "@/components/Segmented";
import { relativeTime } from "@/lib/format/time";
import { caretAfter } from "@/lib/meeting/notes";
import styles from "./Notes.module.css";
import { NotesOffer } from "./NotesOffer";
import type { MeetingNotes } from "./useMeetingNotes";

interface Props {
  meeting: MeetingView;
  notes: MeetingNotes;
}

/** What is noted, live: everybody's words in one text. */
export function NotesPanel({ meeting, notes }: Props) {
  const text = useText().meeting.notes;
  const [mode, setMode] = useState<"write" | "read">("write");
  const [isOffered, setOffered] = useState(false);
  const collision = notes.draft?.collision;
  return (
    <section className={styles.notes} aria-label={text.title}>
      <div className={styles.head}>
        <h2>{text.title}</h2>
        {meeting.number !== null && (
          <Segmented
            label={text.mode}
            value={mode}
            options={(["write", "read"] as const).map((value) => ({ value, label: text[value] }))}
            onChange={setMode}
          />
        )}
      </div>
      {meeting.number === null ? (
        <p className={styles.soft}>{text.closed}</p>
      ) : mode === "read" ? (
        notes.field.text.trim() ? (
          <Markdown>{notes.field.text}</Markdown>
        ) : (
          <p className={styles.soft}>{text.empty}</p>
        )
      ) : (
        <Writing notes={notes} />
      )}
      {meeting.number !== null && <State meeting={meeting} notes={notes} />}
      {collision && (
        <p className={styles.collided} role="alert">
          {text.collided(collision.author)} <Button onClick={() => setOffered(true)}>{text.settle}</Button>
        </p>
      )}
      {collision && isOffered && (
        <NotesOffer collision={collision} onSave={notes.settle} onClose={() => setOffered(false)} />
      )}
    </section>
  );
}

function Writing({ notes }: { notes: MeetingNotes }) {
  const text = useText().meeting.notes;
  const input = useRef<HTMLTextAreaElement>(null);
  const said = notes.field.text;

  // Others' words come in between: the caret stays beside one's own.
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    const before = element.value;
    if (before !== said) {
      const [from, to] = [element.selectionStart, element.selectionEnd];
      element.value = said;
      if (document.activeElement === element)
        element.setSelectionRange(caretAfter(before, said, from), caretAfter(before, said, to));
    }
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [said]);

  return (
    <textarea
      ref={input}
      data-notes
      className={styles.text}
      aria-label={text.field}
      placeholder={text.placeholder}
      defaultValue={said}
      rows={10}
      onInput={(event) => notes.type(event.currentTarget.value)}
      onBlur={notes.save}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) notes.save();
        if (event.key === "Escape") event.currentTarget.blur();
        event.stopPropagation();
      }}
    />
  );
}

function State({ meeting, notes }: Props) {
  const text = useText().meeting.notes;
  const language = useLanguage();
  const { draft } = notes;
  if (draft?.refusal)
    return (
      <p className={styles.collided} role="alert">
        {text.refused(draft.refusal)}
      </p>
    );
  const { version, author, time } = meeting.notes;
  const isBehind = notes.isUnsaved && version > notes.field.base;
  const words =
    draft?.state === "sending"
      ? text.saving
      : notes.isUnsaved
        ? isBehind
          ? text.meanwhile(author)
          : text.unsaved
        : version > 0
          ? text.saved(author, relativeTime(time, language))
          : text.clean;
  return (
    <p className={styles.soft} role="status">
      {words}
    </p>
  );
}
