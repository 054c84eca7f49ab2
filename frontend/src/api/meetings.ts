/** The peer session's page, and its files. */
import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schema } from "./client";
import { queryKeys } from "./query-keys";

export type MeetingView = Schema<"MeetingView">;
export type MeetingBrief = Schema<"MeetingBrief">;
export type PictureToTalkAbout = Schema<"PictureToTalkAbout">;
export type MovedClass = Schema<"MovedClass">;
export type Question = Schema<"Question">;
export type UnfinishedRun = Schema<"UnfinishedRun">;

type Language = "en" | "ko";

/**
 * Which meeting: one that was held, by its number; else today's, since a moment (empty: since the last one).
 */
export interface MeetingAddress {
  number: number | null;
  since: string;
}

/** What a meeting is about. Asked anew whenever it is opened: "today" goes on. */
export function meetingQuery(address: MeetingAddress, language: Language) {
  return queryOptions<MeetingView>({
    queryKey: [...queryKeys.meetings, "one", address, language],
    queryFn: ({ signal }) => readMeeting(address, language, signal),
    refetchOnMount: "always",
    // In another language the same meeting stays in sight until its sentences are there.
    placeholderData: (before) => (before?.number === address.number ? before : undefined),
  });
}

function readMeeting(
  { number, since }: MeetingAddress,
  language: Language,
  signal: AbortSignal,
): Promise<MeetingView> {
  if (number === null)
    return answer(
      api.GET("/api/v1/meetings/today", {
        params: { query: { language, ...(since ? { since } : {}) } },
        signal,
      }),
    ) as Promise<MeetingView>;
  return answer(
    api.GET("/api/v1/meetings/{number}", { params: { path: { number }, query: { language } }, signal }),
  ) as Promise<MeetingView>;
}

/** The meetings that were held, newest first. */
export function meetingsQuery() {
  return queryOptions({
    queryKey: [...queryKeys.meetings, "list"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/meetings", { signal })),
  });
}

/** Begin a meeting, so that notes can be taken. */
export function beginMeeting(title: string, since: string, language: Language): Promise<MeetingView> {
  return answer(
    api.POST("/api/v1/meetings", {
      params: { query: { language } },
      body: { title, since: since || null },
    }),
  ) as Promise<MeetingView>;
}

/** The address of a meeting as a file: one page of HTML, or a ZIP of Markdown and its pictures. */
export function exportAddress(
  { number, since }: MeetingAddress,
  format: "html" | "markdown",
  language: Language,
  further: readonly [string, string][] = [],
): string {
  const query = new URLSearchParams([["format", format], ["language", language], ...further]);
  if (number === null && since) query.set("since", since);
  return `/api/v1/meetings/${number ?? "today"}/export?${query}`;
}
