import { Link } from "react-router";
import { useLanguage, useText } from "@/app/i18n/language";
import { IconButton } from "@/components/IconButton";
import { count } from "@/lib/format/number";
import type { Neighbours } from "../hooks/useNeighbours";
import styles from "./Bar.module.css";

interface Props {
  /** The list's own address. */
  listPath: string;
  neighbours: Neighbours | undefined;
  onPrevious(): void;
  onNext(): void;
}

/** Steps through the list that the reader came from. */
export function ListBar({ listPath, neighbours, onPrevious, onNext }: Props) {
  const text = useText().picture;
  const language = useLanguage();
  const place = neighbours?.place ?? null;
  return (
    <nav className={styles.list} aria-label={text.grid.title}>
      <IconButton
        label={text.list.previous}
        shortcut="←"
        disabled={neighbours !== undefined && !neighbours.previous}
        onClick={onPrevious}
      >
        ←
      </IconButton>
      <Link to={listPath} title={text.list.back} className={styles.place}>
        {neighbours === undefined
          ? "…"
          : place === null
            ? text.list.elsewhere
            : text.list.place(count(place + 1, language), count(neighbours.total, language))}
      </Link>
      <IconButton
        label={text.list.next}
        shortcut="→"
        disabled={neighbours !== undefined && !neighbours.next}
        onClick={onNext}
      >
        →
      </IconButton>
    </nav>
  );
}
