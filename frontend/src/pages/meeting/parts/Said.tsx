import { Link } from "react-router";
import type { MeetingView } from "@/api/meetings";
import { useLanguage, useText } from "@/app/i18n/language";
import { Markdown } from "@/components/Markdown";
import { relativeTime } from "@/lib/format/time";
import { rowAddress } from "@/lib/notebook/address";
import { Part } from "./Part";
import styles from "./Parts.module.css";

/** What people concluded and said, in their own words. */
export function Said({ meeting }: { meeting: MeetingView }) {
  const text = useText().meeting.said;
  return (
    <Part title={text.title}>
      {meeting.concluded.length > 0 && <h3>{text.concluded}</h3>}
      {meeting.more_concluded > 0 && <p className={styles.soft}>{text.more(meeting.more_concluded)}</p>}
      <ul className={styles.said}>
        {meeting.concluded.map((row) => {
          const cell = row.cells.conclusion;
          return (
            cell && (
              <li key={row.number}>
                <Link to={rowAddress(row.number)}>
                  #{row.number} {row.title}
                </Link>{" "}
                <By who={cell.author} time={cell.time} />
                <Markdown>{cell.text}</Markdown>
              </li>
            )
          );
        })}
      </ul>
      {meeting.comments.length > 0 && <h3>{text.comments}</h3>}
      {meeting.more_comments > 0 && <p className={styles.soft}>{text.more(meeting.more_comments)}</p>}
      <ul className={styles.said}>
        {meeting.comments.map((comment) => (
          <li key={comment.number}>
            <Link to={rowAddress(comment.row)}>#{comment.row}</Link>{" "}
            <By who={comment.author} time={comment.time} />
            <Markdown>{comment.text}</Markdown>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function By({ who, time }: { who: string; time: string }) {
  const text = useText().meeting.said;
  const language = useLanguage();
  return <span className={styles.soft}>{text.by(who, relativeTime(time, language))}</span>;
}
