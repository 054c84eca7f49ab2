import { Fragment } from "react";
import { Link } from "react-router";
import type { MeetingView } from "@/api/meetings";
import { useText } from "@/app/i18n/language";
import { rowAddress } from "@/lib/notebook/address";
import { Part } from "./Part";
import styles from "./Parts.module.css";

/** What happened, in a sentence or two. */
export function Summary({ meeting }: { meeting: MeetingView }) {
  const text = useText().meeting.summary;
  return (
    <Part title={text.title}>
      <p className={styles.summary}>{meeting.summary}</p>
      {meeting.is_quiet && <p className={styles.soft}>{text.quiet}</p>}
      {meeting.running.length > 0 && (
        <p>
          {text.running(meeting.running.length)}{" "}
          {meeting.running.map((row, place) => (
            <Fragment key={row}>
              {place > 0 && ", "}
              <Link to={rowAddress(row)}>#{row}</Link>
            </Fragment>
          ))}
        </p>
      )}
    </Part>
  );
}
