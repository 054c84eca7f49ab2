import type { RunView } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { dateTime } from "@/lib/format/time";
import { Block } from "../Block";
import styles from "./Config.module.css";

/** What happened to the run, the newest first. */
export function Events({ run }: { run: RunView }) {
  const text = useText();
  const language = useLanguage();
  const statuses: Record<string, string> = text.runs.statuses;
  const said = (message: string) => {
    const [status = "", ...why] = message.split(": ");
    return text.run.config.statusIs(statuses[status] ?? status, why.join(": "));
  };
  return (
    <Block title={text.run.config.events}>
      {run.events.length === 0 && <p>{text.run.config.noEvents}</p>}
      <ol className={styles.events}>
        {run.events.toReversed().map((event) => (
          <li key={`${event.time} ${event.kind} ${event.message}`}>
            <time dateTime={event.time}>{dateTime(event.time, language)}</time>
            <span>{event.kind === "status" ? said(event.message) : `${event.kind}: ${event.message}`}</span>
          </li>
        ))}
      </ol>
    </Block>
  );
}
