import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { addComment, commentsQuery, type Row } from "@/api/notebook";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { ErrorState } from "@/components/ErrorState";
import { Markdown } from "@/components/Markdown";
import { tellError } from "@/components/toasts";
import { dateTime, relativeTime } from "@/lib/format/time";
import { isComposing } from "@/lib/notebook/grid-keys";
import { keepComment, keptComment } from "../data/keptComments";
import { SuggestionList } from "../grid/SuggestionList";
import { useSuggested } from "../grid/useSuggested";
import styles from "./RowPanel.module.css";

/** What people said below a row, and a field to say something. */
export function Comments({ row }: { row: Row }) {
  const text = useText().notebook.panel;
  const language = useLanguage();
  const { data, error, refetch } = useQuery(commentsQuery(row.number));
  return (
    <section aria-label={text.comments} className={styles.comments}>
      <h3>{text.comments}</h3>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p className={styles.soft}>{text.noComments}</p>}
      {data && data.length > 0 && (
        <ol className={styles.said}>
          {data.map((comment) => (
            <li key={comment.number}>
              <p className={styles.soft}>
                <strong>{comment.author}</strong>{" "}
                <time dateTime={comment.time} title={dateTime(comment.time, language)}>
                  {relativeTime(comment.time, language)}
                </time>
              </p>
              <Markdown>{comment.text}</Markdown>
            </li>
          ))}
        </ol>
      )}
      <NewComment row={row} />
    </section>
  );
}

function NewComment({ row }: { row: Row }) {
  const text = useText().notebook.panel;
  const client = useQueryClient();
  const input = useRef<HTMLTextAreaElement>(null);
  const [first] = useState(() => keptComment(row.id));
  const [isEmpty, setEmpty] = useState(first === "");
  const suggested = useSuggested({
    row,
    field: "comment",
    isOpen: true,
    element: input,
    onWhole: () => undefined,
  });
  const send = useMutation({
    mutationFn: (said: string) => addComment(row.number, said),
    onSuccess() {
      if (input.current) input.current.value = "";
      heard();
      void client.invalidateQueries({ queryKey: commentsQuery(row.number).queryKey });
    },
    onError: tellError, // what was written stays in the field
  });

  function heard(): void {
    const said = input.current?.value ?? "";
    setEmpty(said.trim() === "");
    keepComment(row.id, said);
    suggested.look();
  }

  function say(): void {
    const said = input.current?.value.trim() ?? "";
    if (said && !send.isPending) send.mutate(said);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event.nativeEvent) || suggested.onKeyDown(event)) return;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    say();
  }

  return (
    <form
      className={styles.writing}
      onSubmit={(event) => {
        event.preventDefault();
        say();
      }}
    >
      <textarea
        ref={input}
        aria-label={text.comment}
        placeholder={text.commentHint}
        rows={2}
        defaultValue={first}
        {...suggested.aria}
        onInput={heard}
        onKeyDown={onKeyDown}
        onBlur={suggested.forget}
      />
      {suggested.hasList && <SuggestionList {...suggested.list} isAbove />}
      <div className={styles.actions}>
        <Button type="submit" kind="primary" disabled={isEmpty || send.isPending}>
          {text.send}
        </Button>
      </div>
    </form>
  );
}
