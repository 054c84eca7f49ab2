import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useParams } from "react-router";
import { onServerEvent } from "@/api/events";
import { type MeetingAddress, meetingQuery } from "@/api/meetings";
import { queryKeys } from "@/api/query-keys";
import { useLanguage, useText } from "@/app/i18n/language";
import { NotFound } from "@/app/NotFound";
import { Page } from "@/app/Page";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { MEETING_STATE } from "@/lib/meeting/address";
import { readSince } from "@/lib/meeting/since";
import { wholeNumber } from "@/lib/picture/list";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Meeting } from "./Meeting";

/** Today's peer session, or one that was held. */
export default function MeetingPage() {
  const { number: said } = useParams();
  const number = wholeNumber(said ?? null);
  if (said !== undefined && number === null) return <NotFound />;
  return <OneMeeting key={said ?? "today"} number={number} />;
}

function OneMeeting({ number }: { number: number | null }) {
  const text = useText().meeting;
  const language = useLanguage();
  const [state, setState] = useUrlState(MEETING_STATE);
  const address: MeetingAddress = { number, since: readSince(state.since, new Date()) };
  const { data: meeting, error, isPending, refetch } = useQuery(meetingQuery(address, language));
  useFinishedRuns();
  if (meeting) return <Meeting meeting={meeting} address={address} state={state} onChange={setState} />;
  return (
    <Page title={text.title}>
      {isPending && <Loading label={text.loading} />}
      {error && <ErrorState error={error} page onRetry={() => void refetch()} />}
    </Page>
  );
}

/** A run that ends belongs to what is talked about; its steps do not. */
function useFinishedRuns(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      onServerEvent("run", ({ status }) => {
        if (status !== "running") void client.invalidateQueries({ queryKey: queryKeys.meetings });
      }),
    [client],
  );
}
