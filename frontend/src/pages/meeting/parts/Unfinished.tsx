import { Link } from "react-router";
import type { MeetingView } from "@/api/meetings";
import { useLanguage, useText } from "@/app/i18n/language";
import { relativeTime } from "@/lib/format/time";
import { rowAddress } from "@/lib/notebook/address";
import { paths } from "@/lib/paths/paths";
import { Part } from "./Part";
import styles from "./Parts.module.css";

/** Runs that failed or were stopped, with what they said. */
export function Unfinished({ meeting }: { meeting: MeetingView }) {
  const text = useText().meeting.unfinished;
  const language = useLanguage();
  return (
    <Part title={text.title}>
      <ul className={styles.list}>
        {meeting.unfinished.map((it) => (
          <li key={it.run}>
            <Link to={rowAddress(it.row)}>#{it.row}</Link> <Link to={paths.run(it.run)}>{it.name}</Link>{" "}
            <strong className={it.status === "failed" ? styles.worse : undefined}>
              {it.status === "failed" ? "✕ " : "■ "}
              {text.statuses[it.status] ?? it.status}
            </strong>{" "}
            <span className={styles.soft}>
              {it.user}, {relativeTime(it.time, language)}
            </span>
            <p className={styles.soft}>{it.reason || text.noReason}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}
