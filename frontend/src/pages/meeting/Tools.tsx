import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { beginMeeting, type MeetingAddress, type MeetingView, meetingsQuery } from "@/api/meetings";
import { queryKeys } from "@/api/query-keys";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Popover } from "@/components/Popover";
import { tell, tellError } from "@/components/toasts";
import { dateTime } from "@/lib/format/time";
import type { MeetingState } from "@/lib/meeting/address";
import { paths } from "@/lib/paths/paths";
import { Export } from "./Export";
import type { ChangeMeeting } from "./Meeting";
import { SinceChoice } from "./SinceChoice";
import styles from "./Tools.module.css";

interface Props {
  meeting: MeetingView;
  address: MeetingAddress;
  state: MeetingState;
  onChange: ChangeMeeting;
}

/** What can be done with a meeting: begin it, show it on a wall, take it elsewhere, look at another one. */
export function Tools({ meeting, address, state, onChange }: Props) {
  const text = useText().meeting;
  const [isBeginning, setBeginning] = useState(false);
  return (
    <>
      {address.number === null && (
        <SinceChoice since={address.since} onChange={(since) => onChange({ since })} />
      )}
      {meeting.number === null && (
        <Button kind="primary" onClick={() => setBeginning(true)}>
          {text.begin.act}
        </Button>
      )}
      <Button
        aria-pressed={state.wall}
        title={`${text.wall.label} (p)`}
        onClick={() => onChange({ wall: true }, "push")}
      >
        {text.wall.label}
      </Button>
      <Export meeting={meeting} address={address} />
      <Earlier now={address.number} />
      <BeginDialog open={isBeginning} since={address.since} onClose={() => setBeginning(false)} />
    </>
  );
}

function Earlier({ now }: { now: number | null }) {
  const text = useText().meeting.earlier;
  return (
    <Popover label={text.label}>
      <Meetings now={now} />
    </Popover>
  );
}

function Meetings({ now }: { now: number | null }) {
  const text = useText().meeting.earlier;
  const language = useLanguage();
  const { data: meetings } = useQuery(meetingsQuery());
  return (
    <ul className={styles.list}>
      {now !== null && (
        <li>
          <Link to={paths.meetings()}>{text.today}</Link>
        </li>
      )}
      {meetings?.length === 0 && <li>{text.none}</li>}
      {meetings?.map((it) => (
        <li key={it.number}>
          <Link to={paths.meeting(it.number)} aria-current={it.number === now ? "page" : undefined}>
            {dateTime(it.time, language)} {it.title}
          </Link>{" "}
          {it.noted && <span className={styles.soft}>{text.noted}</span>}
        </li>
      ))}
    </ul>
  );
}

function BeginDialog({ open, since, onClose }: { open: boolean; since: string; onClose(): void }) {
  const all = useText();
  const text = all.meeting.begin;
  const language = useLanguage();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [title, setTitle] = useState("");
  const begin = useMutation({
    mutationFn: () => beginMeeting(title, since, language),
    onError: tellError,
    onSuccess: (meeting) => {
      void client.invalidateQueries({ queryKey: queryKeys.meetings });
      onClose();
      tell(text.begun);
      if (meeting.number !== null) navigate(paths.meeting(meeting.number));
    },
  });
  return (
    <Dialog
      open={open}
      title={text.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{all.common.cancel}</Button>
          <Button kind="primary" disabled={begin.isPending} onClick={() => begin.mutate()}>
            {text.act}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!begin.isPending) begin.mutate();
        }}
      >
        <p>{text.why}</p>
        <label>
          {text.name}
          <input value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </label>
      </form>
    </Dialog>
  );
}
