import { useMemo } from "react";
import type { Row } from "@/api/notebook";
import { askedMention, insertMention, suggestMentions } from "@/lib/notebook/mentions";
import { completedTags, suggestedParents, suggestedStates, suggestedTags } from "@/lib/notebook/suggestions";
import { useNotebook } from "./notebook";
import { useMentions } from "./useMentions";

export interface Suggestion {
  readonly key: string;
  readonly label: string;
  /** Said behind it in small letters. */
  readonly hint?: string;
  /** What the field says when this is chosen, and where its caret goes. */
  readonly text: string;
  readonly caret: number;
  /** The field says all it has to say then. */
  readonly isWhole: boolean;
}

/**
 * What may be meant by what stands in a field: states, tags, rows, or what an `@` points to.
 *
 * @param text What the field says; null while nobody writes in it.
 * @param isUntouched Nothing was typed yet, so the old text limits no choice.
 */
export function useSuggestions(
  row: Row | null,
  field: string,
  text: string | null,
  caret: number,
  isUntouched: boolean,
): readonly Suggestion[] {
  const { rows } = useNotebook();
  const isWords = field !== "status" && field !== "tags" && field !== "parent";
  const asked = useMemo(
    () => (isWords && text !== null ? askedMention(text, caret) : null),
    [isWords, text, caret],
  );
  const mentions = useMentions(row, asked !== null);
  return useMemo(() => {
    if (text === null) return [];
    if (field === "status") {
      const begun = isUntouched ? "" : text.trim().toLowerCase();
      return suggestedStates(rows)
        .filter((state) => state.toLowerCase().startsWith(begun))
        .map(whole);
    }
    if (field === "tags") {
      return suggestedTags(rows, isUntouched && text !== "" ? `${text},` : text).map((tag) => {
        const completed = completedTags(isUntouched && text !== "" ? `${text},` : text, tag);
        return { key: tag, label: tag, text: completed, caret: completed.length, isWhole: false };
      });
    }
    if (field === "parent") {
      return suggestedParents(rows, isUntouched ? "" : text, row?.number ?? 0).map(({ number, title }) => ({
        ...whole(`#${number}`),
        hint: title,
      }));
    }
    if (!asked) return [];
    return suggestMentions(mentions, asked.query).map((mention) => ({
      key: mention.address,
      label: mention.label,
      hint: mention.kind,
      isWhole: false,
      ...insertMention(text, asked, mention),
    }));
  }, [rows, row, field, text, isUntouched, asked, mentions]);
}

function whole(text: string): Suggestion {
  return { key: text, label: text, text, caret: text.length, isWhole: true };
}
