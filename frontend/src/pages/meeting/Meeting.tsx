import type { MeetingAddress, MeetingView } from "@/api/meetings";
import { useLanguage, useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { date, dateTime } from "@/lib/format/time";
import { useKeys } from "@/lib/keys/useKeys";
import type { MeetingState } from "@/lib/meeting/address";
import { screenName, screensOf } from "@/lib/meeting/screens";
import styles from "./Meeting.module.css";
import { NotesPanel } from "./notes/NotesPanel";
import { useMeetingNotes } from "./notes/useMeetingNotes";
import { Section } from "./Section";
import { Tools } from "./Tools";
import { Wall } from "./Wall";

export type ChangeMeeting = (change: Partial<MeetingState>, step?: "push" | "replace") => void;

interface Props {
  meeting: MeetingView;
  address: MeetingAddress;
  state: MeetingState;
  onChange: ChangeMeeting;
}

/** A meeting: what happened on the left, what is said about it on the right; or screen by screen on a wall. */
export function Meeting({ meeting, address, state, onChange }: Props) {
  const text = useText().meeting;
  const language = useLanguage();
  const notes = useMeetingNotes(meeting);
  const screens = screensOf(meeting);
  useKeys(text.keys.title, [
    { keys: ["p"], label: text.keys.wall, run: () => onChange({ wall: !state.wall }, "push") },
    {
      keys: ["n"],
      label: text.keys.notes,
      run: () => {
        if (state.wall) onChange({ screen: "notes" });
        requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-notes]")?.focus());
      },
    },
  ]);
  const title = text.titled(meeting.title, date(`${meeting.date}T12:00`, language));
  if (state.wall)
    return (
      <Wall
        meeting={meeting}
        screens={screens}
        screen={state.screen}
        title={title}
        notes={notes}
        onScreen={(screen) => onChange({ screen })}
        onLeave={() => onChange({ wall: false, screen: "" }, "push")}
      />
    );
  return (
    <Page
      title={title}
      actions={<Tools meeting={meeting} address={address} state={state} onChange={onChange} />}
      lead={
        <>
          <span>{text.span(dateTime(meeting.since, language), dateTime(meeting.until, language))}</span>
          {address.number === null && meeting.number !== null && <strong>{text.goesOn}</strong>}
        </>
      }
    >
      <div className={styles.columns}>
        <div className={styles.main}>
          {screens.map(
            (screen) =>
              screen.kind !== "notes" && (
                <Section key={screenName(screen)} screen={screen} meeting={meeting} />
              ),
          )}
        </div>
        <aside className={styles.aside} aria-label={text.notes.title}>
          <NotesPanel meeting={meeting} notes={notes} />
        </aside>
      </div>
    </Page>
  );
}
