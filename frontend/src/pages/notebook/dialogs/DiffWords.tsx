// biome-ignore-all lint/suspicious/noArrayIndexKey: parts have no names and never change
import { useText } from "@/app/i18n/language";
import type { DiffPart } from "@/lib/notebook/word-diff";
import styles from "./Dialogs.module.css";

/** A difference by words: what has come is underlined, what is gone is struck through. */
export function DiffWords({ parts }: { parts: readonly DiffPart[] }) {
  const text = useText().notebook.history;
  return (
    <p className={styles.words}>
      {parts.map((part, place) => {
        if (part.kind === "same") return <span key={place}>{part.text}</span>;
        const Tag = part.kind === "added" ? "ins" : "del";
        return (
          <Tag key={place}>
            <span className="visually-hidden">{`[${text[part.kind]}] `}</span>
            {part.text}
          </Tag>
        );
      })}
    </p>
  );
}

/** One of two texts, with what only this one says marked. */
export function SideWords({ parts, side }: { parts: readonly DiffPart[]; side: "added" | "removed" }) {
  return (
    <p className={styles.words}>
      {parts
        .filter((part) => part.kind === "same" || part.kind === side)
        .map((part, place) => {
          return part.kind === side ? (
            <mark key={place}>{part.text}</mark>
          ) : (
            <span key={place}>{part.text}</span>
          );
        })}
    </p>
  );
}
