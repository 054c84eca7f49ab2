import { Link } from "react-router";
import type { RunView } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { RunStatus } from "@/components/charts/RunStatus";
import { LinkButton } from "@/components/LinkButton";
import { count } from "@/lib/format/number";
import { dateTime, relativeTime } from "@/lib/format/time";
import { rowAddress } from "@/lib/notebook/address";
import { paths } from "@/lib/paths/paths";
import styles from "./RunPage.module.css";

/** How the run stands, whose it is, and what it was made from. */
export function RunLead({ run }: { run: RunView }) {
  const text = useText();
  const language = useLanguage();
  const { brief } = run;
  const kinds: Record<string, string> = text.runs.kinds;
  return (
    <>
      <RunStatus status={brief.status} />
      <span>{kinds[brief.kind] ?? brief.kind}</span>
      <span>{brief.user}</span>
      <time dateTime={brief.created_at} title={dateTime(brief.created_at, language)}>
        {relativeTime(brief.created_at, language)}
      </time>
      {run.data && <span>{text.run.head.data(run.data)}</span>}
      {brief.seed !== null && <span>{text.run.head.seed(brief.seed)}</span>}
      <span>
        {Object.entries(run.splits)
          .map(([split, size]) => text.run.head.split(split, count(size, language)))
          .join(" · ")}
      </span>
      {run.parent && (
        <span>
          {text.run.head.parent} <Link to={paths.run(run.parent.id)}>{run.parent.name}</Link>
        </span>
      )}
      <span className={styles.id}>{brief.id}</span>
    </>
  );
}

/** Where to go from a run. */
export function RunActions({ run }: { run: RunView }) {
  const text = useText().run.head;
  const { id } = run.brief;
  return (
    <>
      {run.row !== null && <LinkButton to={rowAddress(run.row)}>{text.row(run.row)}</LinkButton>}
      <LinkButton to={run.parent ? paths.compare(run.parent.id, id) : paths.compare(id)}>
        {run.parent ? text.compareParent : text.compare}
      </LinkButton>
      <LinkButton kind="primary" to={paths.pictures(id)}>
        {text.pictures}
      </LinkButton>
    </>
  );
}
