/** What a meeting's page consists of: sections one below the other, or one a screen on a wall. */

/** The parts of a meeting that say which sections there are. */
export interface MeetingParts {
  finished: readonly unknown[];
  moved: readonly unknown[];
  classes: readonly unknown[];
  unfinished: readonly unknown[];
  pictures: readonly unknown[];
  questions: readonly unknown[];
  concluded: readonly unknown[];
  comments: readonly unknown[];
}

export type Screen =
  | { kind: "summary" | "finished" | "moved" | "unfinished" | "questions" | "said" | "notes" }
  | { kind: "picture"; index: number };

/** Give the screens in the order in which one talks; what would be empty is left out. */
export function screensOf(meeting: MeetingParts): Screen[] {
  const screens: Screen[] = [{ kind: "summary" }];
  if (meeting.finished.length > 0) screens.push({ kind: "finished" });
  if (meeting.classes.length > 0) screens.push({ kind: "moved" });
  for (const index of meeting.pictures.keys()) screens.push({ kind: "picture", index });
  if (meeting.unfinished.length > 0) screens.push({ kind: "unfinished" });
  if (meeting.questions.length > 0) screens.push({ kind: "questions" });
  if (meeting.concluded.length + meeting.comments.length > 0) screens.push({ kind: "said" });
  screens.push({ kind: "notes" });
  return screens;
}

/** The name of a screen in addresses: `finished`, `picture-2`. A number would be another one tomorrow. */
export function screenName(screen: Screen): string {
  return screen.kind === "picture" ? `picture-${screen.index + 1}` : screen.kind;
}

/** Find a screen by its name; the first one where there is none of it any more. */
export function screenAt(screens: readonly Screen[], name: string): number {
  const found = screens.findIndex((screen) => screenName(screen) === name);
  return Math.max(found, 0);
}
