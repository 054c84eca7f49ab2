// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a list to choose from, as ARIA has it
// biome-ignore-all lint/a11y/useFocusableInteractive: the field keeps the focus
import { useText } from "@/app/i18n/language";
import type { Suggestion } from "../data/useSuggestions";
import styles from "./SuggestionList.module.css";

interface Props {
  id: string;
  suggestions: readonly Suggestion[];
  /** The one that Enter takes; −1 for none. */
  marked: number;
  /** Above the field: there is no room below the last one of a page. */
  isAbove?: boolean;
  onPick(suggestion: Suggestion): void;
}

/** What may be meant, below the field that is written in; the field keeps the focus. */
export function SuggestionList({ id, suggestions, marked, isAbove = false, onPick }: Props) {
  const text = useText().notebook.grid;
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={text.suggestions}
      className={isAbove ? `${styles.list} ${styles.above}` : styles.list}
    >
      {suggestions.map((suggestion, place) => (
        <li
          key={suggestion.key}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === marked}
          className={styles.option}
          // The field must not lose the focus: that would save it.
          onPointerDown={(event) => {
            event.preventDefault();
            event.stopPropagation();
            onPick(suggestion);
          }}
        >
          <span>{suggestion.label}</span>
          {suggestion.hint && <span className={styles.hint}>{suggestion.hint}</span>}
        </li>
      ))}
    </ul>
  );
}
