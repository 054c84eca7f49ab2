import { Link } from "react-router";
import type { MeetingView } from "@/api/meetings";
import type { Row, RowVerdict } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { pointChange, pointInterval, points } from "@/lib/format/points";
import { rowAddress } from "@/lib/notebook/address";
import { paths } from "@/lib/paths/paths";
import { Part } from "./Part";
import styles from "./Parts.module.css";
import { useParents } from "./useParents";
import { Word } from "./Word";

/** Which experiments finished: who, what changed, the score, and whether it is better than its parent. */
export function Finished({ meeting }: { meeting: MeetingView }) {
  const text = useText().meeting.finished;
  const parents = useParents(meeting);
  const verdicts = new Map(meeting.moved.map((verdict) => [verdict.row, verdict]));
  return (
    <Part title={text.title} why={text.points}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.scroll} tabIndex={0} aria-label={text.table}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text.columns.row}</th>
              <th scope="col">{text.columns.title}</th>
              <th scope="col">{text.columns.who}</th>
              <th scope="col">{text.columns.changed}</th>
              <th scope="col" className={styles.number}>
                {text.columns.miou}
              </th>
              <th scope="col">{text.columns.verdict}</th>
              <th scope="col">{text.columns.weakest}</th>
            </tr>
          </thead>
          <tbody>
            {meeting.finished.toReversed().map((row) => (
              <FinishedRow key={row.number} row={row} verdict={verdicts.get(row.number)} parents={parents} />
            ))}
          </tbody>
        </table>
      </section>
      {meeting.more_finished > 0 && <p className={styles.soft}>{text.more(meeting.more_finished)}</p>}
      {meeting.not_compared > 0 && <p className={styles.soft}>{text.notCompared(meeting.not_compared)}</p>}
    </Part>
  );
}

interface RowProps {
  row: Row;
  verdict: RowVerdict | undefined;
  parents: ReadonlyMap<number, Row>;
}

function FinishedRow({ row, verdict, parents }: RowProps) {
  const text = useText().meeting.finished;
  const best = row.runs.findLast((run) => run.best !== null);
  return (
    <tr>
      <td className={styles.short}>
        <Link to={rowAddress(row.number)}>#{row.number}</Link>
      </td>
      <th scope="row">{best ? <Link to={paths.run(best.id)}>{row.title}</Link> : row.title}</th>
      <td className={styles.short}>{row.who}</td>
      <td className={styles.changed}>
        {row.changed.map((line) => (
          <code key={line}>{line}</code>
        ))}
      </td>
      <td className={styles.number}>
        <span className={styles.score}>{points(row.miou)}</span>
        {row.miou_sd !== null && <span className={styles.soft}> {text.sd(points(row.miou_sd), row.n)}</span>}
      </td>
      <td>
        <Against row={row} verdict={verdict} parents={parents} />
      </td>
      <td className={styles.soft}>
        {row.weakest && (
          <>
            {row.weakest.name} {points(row.weakest.iou)}
          </>
        )}
      </td>
    </tr>
  );
}

function Against({ row, verdict, parents }: RowProps) {
  const text = useText().meeting.finished;
  if (row.parent === null) return <span className={styles.soft}>{text.first}</span>;
  if (!verdict)
    return (
      <span className={styles.soft}>
        {row.difference !== null && pointChange(row.difference)} {text.open}
      </span>
    );
  if (verdict.verdict === null)
    return (
      <details className={styles.refused}>
        <summary>{text.refused}</summary>
        <p lang="en">{verdict.refused ?? verdict.words}</p>
      </details>
    );
  const address = compareAddress(row, parents.get(verdict.parent));
  const figures = (
    <>
      <strong>{pointChange(verdict.difference)}</strong>{" "}
      <span className={styles.soft}>({pointInterval(verdict.low, verdict.high)})</span>
    </>
  );
  return (
    <span className={styles.against}>
      <Word verdict={verdict.verdict} />
      {address ? (
        <Link to={address} title={text.compare(row.number, verdict.parent)}>
          {figures}
        </Link>
      ) : (
        <span>{figures}</span>
      )}
      <span className={styles.soft}>{text.parent(verdict.parent)}</span>
    </span>
  );
}

function compareAddress(row: Row, parent: Row | undefined): string | null {
  const runs = (of: Row) =>
    of.runs
      .filter((run) => run.best !== null)
      .map((run) => run.id)
      .join(",");
  return parent && runs(parent) && runs(row) ? paths.compare(runs(parent), runs(row)) : null;
}
