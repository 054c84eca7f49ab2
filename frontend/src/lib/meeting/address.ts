/** What the address of a meeting says: since when, and what a wall shows. */
import { flag, type State, text } from "@/lib/url-state/codecs";

export const MEETING_STATE = {
  /** A moment; empty: since the last meeting. */
  since: text(),
  /** One section a screen, for a wall. */
  wall: flag(),
  /** The name of the screen. */
  screen: text(),
} as const;

export type MeetingState = State<typeof MEETING_STATE>;
