import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { streamState } from "@/api/events";
import { type NotebookView, type Row, rowsKey, sendEdits } from "@/api/notebook";
import { currentText } from "@/app/i18n/language";
import { sentenceOf } from "@/components/sentence";
import { tell } from "@/components/toasts";
import type { CellText } from "@/lib/notebook/paste";
import { cellKey, cellOf, plainText } from "@/lib/notebook/row";
import { type Drafts, type SavedOutcome, Saver } from "@/lib/notebook/saver";
import { type Act, EMPTY_STACK, planUndo, recorded } from "@/lib/notebook/undo";
import { fieldText, type UnsavedText } from "@/lib/notebook/values";

/** A text, and the version that its author had before the eyes where that is not the newest one. */
export interface Writing extends CellText {
  readonly base?: number;
}

export interface Edits {
  readonly drafts: Drafts;
  readonly unsaved: UnsavedText;
  write(texts: readonly Writing[]): void;
  undo(): void;
  redo(): void;
  /** What an undo would write over somebody else's words. */
  readonly disputed: Act;
  answerDispute(write: boolean): void;
  settle(key: string, text: string): void;
  discard(key: string): void;
  retry(): void;
}

/** Everything that is written into the notebook goes through here: saved, kept until it is, and taken back. */
export function useEdits(rows: ReadonlyMap<number, Row>, deleted: boolean): Edits {
  const client = useQueryClient();
  const saver = useSaver((outcomes) => {
    client.setQueryData<NotebookView>(rowsKey(deleted), (view) => view && withOutcomes(view, outcomes));
  });
  const drafts = useSyncExternalStore(saver.subscribe, saver.drafts);
  const stack = useRef(EMPTY_STACK);
  const [disputed, setDisputed] = useState<Act>([]);
  const newest = useRef(rows);
  useEffect(() => {
    newest.current = rows;
  });

  useEffect(() => {
    const ids = new Map([...rows.values()].map((row) => [row.id, row.number]));
    if (ids.size > 0) saver.adopt((id) => ids.get(id));
  }, [rows, saver]);

  const unsaved = useCallback<UnsavedText>((row, field) => drafts.get(cellKey(row, field))?.text, [drafts]);
  const now = useCallback(
    (number: number, field: string) => {
      const row = newest.current.get(number);
      const waiting: UnsavedText = (other, name) => saver.drafts().get(cellKey(other, name))?.text;
      return row && fieldText(row, field, waiting);
    },
    [saver],
  );

  const send = useCallback(
    (texts: readonly Writing[]): Act => {
      const changed = texts.flatMap(({ row: number, field, text, base }) => {
        const row = newest.current.get(number);
        const before = now(number, field);
        const after = plainText(text);
        if (!row || before === undefined || before === after) return [];
        const edit = {
          row: number,
          rowId: row.id,
          field,
          text: after,
          base: base ?? cellOf(row, field).version,
        };
        return [{ edit, change: { row: number, field, before, after } }];
      });
      if (changed.length > 0) saver.write(changed.map(({ edit }) => edit));
      return changed.map(({ change }) => change);
    },
    [saver, now],
  );

  const write = useCallback(
    (texts: readonly Writing[]) => {
      stack.current = recorded(stack.current, send(texts));
    },
    [send],
  );

  const walk = useCallback(
    (way: "undo" | "redo") => {
      const plan = planUndo(stack.current, way, now);
      if (!plan) return tell(currentText().notebook.undo[way === "undo" ? "nothing" : "nothingAgain"]);
      stack.current = plan.stack;
      send(plan.safe.map(({ row, field, after }) => ({ row, field, text: after })));
      setDisputed(plan.disputed);
    },
    [now, send],
  );

  return useMemo(
    () => ({
      drafts,
      unsaved,
      write,
      undo: () => walk("undo"),
      redo: () => walk("redo"),
      disputed,
      answerDispute(isToWrite) {
        if (isToWrite) send(disputed.map(({ row, field, after }) => ({ row, field, text: after })));
        setDisputed([]);
      },
      settle: (key, text) => saver.settle(key, text),
      discard: (key) => saver.discard(key),
      retry: saver.retry,
    }),
    [drafts, unsaved, write, walk, disputed, send, saver],
  );
}

function useSaver(onSaved: (outcomes: readonly SavedOutcome[]) => void): Saver {
  const heard = useRef(onSaved);
  useEffect(() => {
    heard.current = onSaved;
  });
  const [saver] = useState(
    () =>
      new Saver({
        send: (edits) => sendEdits([...edits]),
        onSaved: (outcomes) => heard.current(outcomes),
        sentence: (error) => sentenceOf(error, currentText().common.error),
        storage: window.localStorage,
      }),
  );
  useEffect(() => {
    const ends = [streamState.subscribe(() => streamState.get() === "open" && saver.retry())];
    window.addEventListener("online", saver.retry);
    return () => {
      for (const end of ends) end();
      window.removeEventListener("online", saver.retry);
    };
  }, [saver]);
  return saver;
}

/** Show at once what the server has saved; what it works out of it comes with the next look. */
function withOutcomes(view: NotebookView, outcomes: readonly SavedOutcome[]): NotebookView {
  const of = Map.groupBy(outcomes, (outcome) => outcome.row);
  const rows = view.rows.map((row) => {
    const cells = of.get(row.number)?.filter(({ cell, field }) => cell.version >= cellOf(row, field).version);
    if (!cells?.length) return row;
    return {
      ...row,
      cells: { ...row.cells, ...Object.fromEntries(cells.map(({ field, cell }) => [field, cell])) },
    };
  });
  return { ...view, rows };
}
