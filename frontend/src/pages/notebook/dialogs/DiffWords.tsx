import { useText } from "@/app/i18n/language";
import type { DiffPart } from "@/lib/notebook/word-diff";
import styles from "./Dialogs.module.css";

/** A difference by words: what has come is underlined, what is gone is struck through. */
export function DiffWords({ parts, hide }: { parts: readonly DiffPart[]; hide?: DiffPart["kind"] }) {
  const text = useText().notebook.history;
  return (
    <p className={styles.words}>
      {parts
        .filter((part) => part.kind !== hide)
        .map((part, place) => {
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names and never change
          if (part.kind === "same") return <span key={place}>{part.text}</span>;
          const Tag = part.kind === "added" ? "ins" : "del";
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Tag key={place}>
              <span className="visually-hidden">{`[${text[part.kind]}] `}</span>
              {part.text}
            </Tag>
          );
        })}
    </p>
  );
}
