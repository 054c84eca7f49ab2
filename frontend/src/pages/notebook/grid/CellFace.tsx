import { memo } from "react";
import { Link } from "react-router";
import { useLanguage, useText } from "@/app/i18n/language";
import { ScoreChange } from "@/components/Score";
import { score } from "@/lib/format/number";
import { date, dateTime } from "@/lib/format/time";
import { rowAddress } from "@/lib/notebook/address";
import type { Column } from "@/lib/notebook/columns";
import { parentNumber, type Row, tagsOf } from "@/lib/notebook/row";
import { isStateOfRuns } from "@/lib/notebook/values";
import type { VerdictState } from "@/lib/notebook/verdicts";
import { paths, withSearch } from "@/lib/paths/paths";
import styles from "./CellFace.module.css";
import { Words } from "./Words";

interface Props {
  row: Row;
  column: Column;
  /** What the cell says: unsaved words go before saved ones. */
  text: string;
  verdict?: VerdictState;
}

/** What a cell shows while nobody edits it. */
export const CellFace = memo(function CellFace({ row, column, text, verdict }: Props) {
  switch (column.kind) {
    case "number":
      return <NumberFace row={row} />;
    case "time":
      return <TimeFace row={row} />;
    case "parent":
      return <ParentFace text={text} />;
    case "changed":
      return <ChangedFace row={row} />;
    case "score":
      return <ScoreFace row={row} />;
    case "change":
      return <ChangeFace row={row} verdict={verdict} />;
    case "weakest":
      return <WeakestFace row={row} />;
    case "status":
      return <StatusFace row={row} text={text} />;
    case "tags":
      return <TagsFace text={text} />;
    case "runs":
      return <RunsFace row={row} />;
    case "person":
      return text;
    case "text":
      return column.key === "title" ? (
        <strong className={styles.title}>{text}</strong>
      ) : (
        <Words text={text} />
      );
  }
});

/** What people wrote stays as it is; what the runs say is told in the page's language. */
function StatusFace({ row, text }: { row: Row; text: string }) {
  const words: Record<string, string> = useText().runs.statuses;
  if (!text) return null;
  const shown = isStateOfRuns(row, text) ? (words[text] ?? text) : text;
  return <span className={styles.status}>{shown}</span>;
}

function NumberFace({ row }: { row: Row }) {
  const text = useText().notebook.grid;
  return (
    <>
      <Link
        to={rowAddress(row.number)}
        tabIndex={-1}
        className={styles.number}
        title={text.open(row.number)}
        data-open
      >
        {`#${row.number}`}
      </Link>
      {row.comments > 0 && (
        <span className={styles.comments} title={text.comments(row.comments)}>
          <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
            <path d="M1.5 2h9v6.2H5.6L3.2 10.4V8.2H1.5z" fill="none" stroke="currentColor" />
          </svg>
          <span aria-hidden="true">{row.comments}</span>
          <span className="visually-hidden">{text.comments(row.comments)}</span>
        </span>
      )}
      {row.deleted && <span className={styles.deleted}>{text.deleted}</span>}
    </>
  );
}

function TimeFace({ row }: { row: Row }) {
  const language = useLanguage();
  return (
    <time dateTime={row.when} title={dateTime(row.when, language)} className={styles.soft}>
      {date(row.when, language)}
    </time>
  );
}

function ParentFace({ text }: { text: string }) {
  const number = parentNumber(text);
  if (number === null) return text;
  return (
    <Link to={rowAddress(number)} tabIndex={-1} className={styles.plain}>
      {`#${number}`}
    </Link>
  );
}

function ChangedFace({ row }: { row: Row }) {
  if (row.changed.length === 0) return null;
  return (
    <ul className={styles.changed}>
      {row.changed.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function ScoreFace({ row }: { row: Row }) {
  const text = useText().notebook.grid;
  if (row.miou === null) return null;
  return (
    <span className={styles.score}>
      <span className={styles.value}>{score(row.miou)}</span>
      {row.miou_sd !== null && (
        <span className={styles.small} title={text.spread(score(row.miou_sd), row.n)}>
          <span aria-hidden="true">{`±${score(row.miou_sd)}`}</span>
          <span className="visually-hidden">{text.spread(score(row.miou_sd), row.n)}</span>
        </span>
      )}
      {row.n > 1 && <span className={styles.small}>{text.runs(row.n)}</span>}
    </span>
  );
}

function ChangeFace({ row, verdict }: { row: Row; verdict?: VerdictState }) {
  const text = useText().notebook.grid;
  if (row.difference === null) return null;
  if (verdict === undefined || verdict === "pending") {
    return (
      <span className={styles.score}>
        <ScoreChange difference={row.difference} />
        {verdict === "pending" && (
          <span className={styles.small} title={text.pending}>
            <span aria-hidden="true">…</span>
            <span className="visually-hidden">{text.pending}</span>
          </span>
        )}
      </span>
    );
  }
  return (
    <span className={styles.score} title={verdict.refused ?? verdict.words}>
      <ScoreChange difference={row.difference} verdict={verdict.verdict} />
      {verdict.refused && <span className={styles.small}>{text.refusedVerdict}</span>}
    </span>
  );
}

function WeakestFace({ row }: { row: Row }) {
  if (!row.weakest) return null;
  const { name, iou } = row.weakest;
  const run = row.runs.findLast((each) => each.best !== null);
  const address = run
    ? withSearch(paths.runClass(run.id, name), { validation: run.best ?? undefined })
    : paths.classTrend(name);
  return (
    <span className={styles.score}>
      <Link to={address} tabIndex={-1} className={styles.plain}>
        {name}
      </Link>
      <span className={styles.small}>{score(iou)}</span>
    </span>
  );
}

function TagsFace({ text }: { text: string }) {
  const tags = tagsOf(text);
  if (tags.length === 0) return null;
  return (
    <span className={styles.tags}>
      {tags.map((tag) => (
        <span key={tag} className={styles.tag}>
          {tag}
        </span>
      ))}
    </span>
  );
}

const RUNS_SHOWN = 2;

function RunsFace({ row }: { row: Row }) {
  const text = useText().notebook.grid;
  const newest = row.runs.toReversed();
  return (
    <span className={styles.runs}>
      {newest.slice(0, RUNS_SHOWN).map((run) => (
        <span key={run.id} className={styles.run}>
          <Link to={paths.run(run.id)} tabIndex={-1} title={run.id}>
            {run.name || run.id}
          </Link>
          {run.best !== null && (
            <Link to={paths.pictures(run.id)} tabIndex={-1} title={text.picturesOf(run.name || run.id)}>
              <svg viewBox="0 0 14 12" width="14" height="12" aria-hidden="true">
                <path d="M1 1.5h12v9H1zM1 9l3.4-3.6 2.6 2.7L9.4 6 13 9.4" fill="none" stroke="currentColor" />
              </svg>
              <span className="visually-hidden">{text.picturesOf(run.name || run.id)}</span>
            </Link>
          )}
        </span>
      ))}
      {newest.length > RUNS_SHOWN && (
        <span className={styles.small}>{text.moreRuns(newest.length - RUNS_SHOWN)}</span>
      )}
    </span>
  );
}
