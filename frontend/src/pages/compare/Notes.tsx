import { useText } from "@/app/i18n/language";
import { readNote } from "@/lib/compare/notes";
import styles from "./Verdict.module.css";

/** What a reader must know to take a verdict rightly; what we have no words for is said by the server's. */
export function Notes({ notes }: { notes: readonly string[] }) {
  const text = useText().compare.notes;
  return notes.map((note) => {
    const known = readNote(note);
    if (!known)
      return (
        <p key={note} lang="en" className={styles.note}>
          {note}
        </p>
      );
    return (
      <p key={note} className={styles.note}>
        {known.kind === "groups" ? text.groups(known.groups) : text[known.kind]}
      </p>
    );
  });
}
