import { useEffect, useRef } from "react";
import type { MeetingView } from "@/api/meetings";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { IconButton } from "@/components/IconButton";
import { useKeys } from "@/lib/keys/useKeys";
import { type Screen, screenAt, screenName } from "@/lib/meeting/screens";
import { useFullScreen } from "@/pages/picture/hooks/useFullScreen";
import { NotesPanel } from "./notes/NotesPanel";
import type { MeetingNotes } from "./notes/useMeetingNotes";
import { Section } from "./Section";
import styles from "./Wall.module.css";

interface Props {
  meeting: MeetingView;
  screens: readonly Screen[];
  screen: string;
  title: string;
  notes: MeetingNotes;
  onScreen(name: string): void;
  onLeave(): void;
}

/** For a projector: one section a screen, in larger type; arrows lead on. */
export function Wall({ meeting, screens, screen, title, notes, onScreen, onLeave }: Props) {
  const text = useText().meeting.wall;
  const whole = useRef<HTMLDivElement>(null);
  const full = useFullScreen(whole);
  const at = screenAt(screens, screen);
  const shown = screens[at];
  useLargeType();

  function go(to: number): void {
    const there = screens[Math.min(Math.max(to, 0), screens.length - 1)];
    if (there) onScreen(screenName(there));
    whole.current?.scrollTo({ top: 0 });
  }

  useKeys(text.label, [
    { keys: ["ArrowLeft", "PageUp"], label: text.previous, run: () => go(at - 1) },
    { keys: ["ArrowRight", "PageDown"], label: text.next, run: () => go(at + 1) },
    { keys: ["Home"], label: text.first, run: () => go(0) },
    { keys: ["End"], label: text.last, run: () => go(screens.length - 1) },
    { keys: ["f"], label: text.full, run: full.toggle },
    {
      keys: ["Escape"],
      label: text.leave,
      run: () => {
        if (!document.querySelector("dialog[open]")) onLeave();
      },
    },
  ]);
  useEffect(() => {
    document.title = `${title} · segscope`;
    whole.current?.focus({ preventScroll: true });
  }, [title]);

  return (
    <div ref={whole} className={styles.wall} tabIndex={-1}>
      <header className={styles.head}>
        <h1>{title}</h1>
        <nav className={styles.steps} aria-label={text.screens}>
          <IconButton label={text.previous} shortcut="←" disabled={at === 0} onClick={() => go(at - 1)}>
            ←
          </IconButton>
          <span aria-live="polite">{text.place(at + 1, screens.length)}</span>
          <IconButton
            label={text.next}
            shortcut="→"
            disabled={at === screens.length - 1}
            onClick={() => go(at + 1)}
          >
            →
          </IconButton>
          <Button onClick={full.toggle} aria-pressed={full.isFull} title={`${text.full} (f)`}>
            {text.full}
          </Button>
          <Button onClick={onLeave} title={`${text.leave} (Esc)`}>
            {text.leave}
          </Button>
        </nav>
      </header>
      <div className={styles.screen} data-wall>
        {shown?.kind === "notes" ? (
          <NotesPanel meeting={meeting} notes={notes} />
        ) : (
          shown && <Section key={screenName(shown)} screen={shown} meeting={meeting} />
        )}
      </div>
    </div>
  );
}

const LARGER = "150%";

/** All sizes of the page are in rem: a larger root makes all of it larger. */
function useLargeType(): void {
  useEffect(() => {
    const { style } = document.documentElement;
    const before = style.fontSize;
    style.fontSize = `min(${LARGER}, 2.6vw + 0.4rem)`;
    return () => {
      style.fontSize = before;
    };
  }, []);
}
