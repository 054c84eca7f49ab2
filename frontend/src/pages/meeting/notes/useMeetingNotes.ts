import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { streamState } from "@/api/events";
import type { MeetingView } from "@/api/meetings";
import { sendEdits } from "@/api/notebook";
import { queryKeys } from "@/api/query-keys";
import { currentText } from "@/app/i18n/language";
import { sentenceOf } from "@/components/sentence";
import { fieldOf, isChanged, type NoteField, received, saved, typed } from "@/lib/meeting/notes";
import type { Draft } from "@/lib/notebook/drafts";
import { cellKey, plainText } from "@/lib/notebook/row";
import { type SavedOutcome, Saver } from "@/lib/notebook/saver";

const FIELD = "notes";
/** Typing that rests so long is saved; each save is a version of the cell. */
const REST = 1200;

export interface MeetingNotes {
  field: NoteField;
  /** Words that are on their way, or that the server did not take as they are. */
  draft: Draft | undefined;
  isUnsaved: boolean;
  type(text: string): void;
  /** Save now. */
  save(): void;
  settle(text: string): void;
}

/** The notes of a meeting as one writes them: saved while one types, joined to what others write. */
export function useMeetingNotes(meeting: MeetingView): MeetingNotes {
  const client = useQueryClient();
  const number = meeting.number ?? 0;
  const [field, setField] = useState(() => fieldOf(meeting.notes));
  const newest = useRef(field);
  newest.current = field;
  const sent = useRef<string | null>(null);
  const change = useCallback((next: NoteField) => {
    newest.current = next;
    setField(next);
  }, []);

  const onSaved = useCallback(
    (outcomes: readonly SavedOutcome[]) => {
      for (const { saved: isSaved, cell } of outcomes) {
        if (isSaved) change(saved(newest.current, sent.current ?? cell.text, cell));
        client.setQueriesData<MeetingView>({ queryKey: [...queryKeys.meetings, "one"] }, (view) =>
          view?.number === number && view.notes.version < cell.version ? { ...view, notes: cell } : view,
        );
      }
    },
    [change, client, number],
  );
  const saver = useSaver(onSaved);
  const drafts = useSyncExternalStore(saver.subscribe, saver.drafts);
  const draft = drafts.get(cellKey(number, FIELD));
  // The wire tells no id of a meeting's row; two workspaces do not begin one in the same microsecond.
  const rowId = `meeting ${number} ${meeting.since}`;

  useEffect(() => {
    const kept = saver.adopt((id) => (id === rowId ? number : undefined));
    const draft = saver.drafts().get(cellKey(number, FIELD));
    if (kept > 0 && draft) {
      sent.current = draft.text;
      change({ text: draft.text, base: draft.base, baseText: "" });
    }
  }, [saver, rowId, number, change]);

  useEffect(() => change(received(newest.current, meeting.notes)), [meeting.notes, change]);

  const save = useCallback(() => {
    const { text, base } = newest.current;
    if (number === 0 || !isChanged(newest.current)) return;
    // Both texts are offered: to send one of them again would only take the offer away.
    if (saver.drafts().get(cellKey(number, FIELD))?.state === "collided") return;
    sent.current = plainText(text);
    saver.write([{ row: number, rowId, field: FIELD, text, base }]);
  }, [number, rowId, saver]);

  const isOffered = draft?.state === "collided";
  useEffect(() => {
    if (!isChanged(field) || isOffered) return;
    const timer = setTimeout(save, REST);
    return () => clearTimeout(timer);
  }, [field, save, isOffered]);
  useEffect(() => {
    window.addEventListener("pagehide", save);
    return () => {
      window.removeEventListener("pagehide", save);
      save(); // another page is opened within this one
    };
  }, [save]);

  return {
    field,
    draft,
    isUnsaved: isChanged(field),
    type: (text) => change(typed(newest.current, text)),
    save,
    settle(text) {
      const collision = draft?.collision;
      if (!collision) return;
      sent.current = plainText(text);
      change({ text, base: collision.version, baseText: collision.theirs });
      saver.settle(cellKey(number, FIELD), text);
    },
  };
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
    const end = streamState.subscribe(() => streamState.get() === "open" && saver.retry());
    window.addEventListener("online", saver.retry);
    return () => {
      end();
      window.removeEventListener("online", saver.retry);
    };
  }, [saver]);
  return saver;
}
