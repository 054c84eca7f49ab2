import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Row } from "@/api/notebook";
import { currentText } from "@/app/i18n/language";
import { tell } from "@/components/toasts";
import type { CellText } from "@/lib/notebook/paste";
import { cellKey, cellOf, plainText } from "@/lib/notebook/row";
import type { Drafts } from "@/lib/notebook/saver";
import { type Act, planUndo, recorded } from "@/lib/notebook/undo";
import { fieldText, type UnsavedText } from "@/lib/notebook/values";
import { saver, undoing } from "./saver";

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
export function useEdits(rows: ReadonlyMap<number, Row>): Edits {
  const drafts = useSyncExternalStore(saver.subscribe, saver.drafts);
  const [disputed, setDisputed] = useState<Act>([]);
  const newest = useRef(rows);
  useEffect(() => {
    newest.current = rows;
  });

  useEffect(() => {
    const ids = new Map([...rows.values()].map((row) => [row.id, row.number]));
    if (ids.size > 0) saver.adopt((id) => ids.get(id));
  }, [rows]);

  const unsaved = useCallback<UnsavedText>((row, field) => drafts.get(cellKey(row, field))?.text, [drafts]);
  const now = useCallback((number: number, field: string) => {
    const row = newest.current.get(number);
    const waiting: UnsavedText = (other, name) => saver.drafts().get(cellKey(other, name))?.text;
    return row && fieldText(row, field, waiting);
  }, []);

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
    [now],
  );

  const write = useCallback(
    (texts: readonly Writing[]) => {
      undoing.stack = recorded(undoing.stack, send(texts));
    },
    [send],
  );

  const walk = useCallback(
    (way: "undo" | "redo") => {
      const plan = planUndo(undoing.stack, way, now);
      if (!plan) return tell(currentText().notebook.undo[way === "undo" ? "nothing" : "nothingAgain"]);
      undoing.stack = plan.stack;
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
    [drafts, unsaved, write, walk, disputed, send],
  );
}
