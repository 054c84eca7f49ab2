import { useEffect } from "react";
import { Link } from "react-router";
import type { Row } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { RunStatus } from "@/components/charts/RunStatus";
import { Score } from "@/components/Score";
import { rowAddress } from "@/lib/notebook/address";
import { allColumns } from "@/lib/notebook/columns";
import { paths } from "@/lib/paths/paths";
import { useNotebook } from "../data/notebook";
import { CellFace } from "../grid/CellFace";
import styles from "./RowPanel.module.css";

const COLUMNS = new Map(allColumns([]).map((column) => [column.key, column]));

/** What the runs of a row say: scores, verdict, what changed, and the ways to the evidence. */
export function Facts({ row }: { row: Row }) {
  const all = useText();
  const text = all.notebook;
  const { verdicts, keeper, byNumber } = useNotebook();
  const verdict = verdicts.get(row.number);
  const parent = row.parent === null ? undefined : byNumber.get(row.parent);
  useEffect(() => keeper.show([row]), [keeper, row]);

  const face = (key: string) => {
    const column = COLUMNS.get(key);
    return column && <CellFace row={row} column={column} text="" verdict={verdict} />;
  };
  const a = parent?.runs.findLast((run) => run.best !== null);
  const b = row.runs.findLast((run) => run.best !== null);

  return (
    <section className={styles.facts} aria-label={text.panel.results}>
      {row.runs.length === 0 ? (
        <p className={styles.soft}>{text.panel.noRuns}</p>
      ) : (
        <dl className={styles.figures}>
          <Figure name={text.columns.miou}>{face("miou")}</Figure>
          <Figure name={text.columns.difference}>{face("difference")}</Figure>
          <Figure name={text.columns.weakest}>{face("weakest")}</Figure>
        </dl>
      )}
      {verdict && verdict !== "pending" && <p className={styles.soft}>{verdict.words}</p>}
      {row.runs.length > 0 && <Changed row={row}>{face("changed")}</Changed>}
      {a && b && <Link to={paths.compare(a.id, b.id)}>{text.panel.compare}</Link>}
      {row.runs.length > 0 && <Runs row={row} />}
    </section>
  );
}

function Changed({ row, children }: { row: Row; children: React.ReactNode }) {
  const text = useText().notebook.panel;
  return (
    <>
      <h3>
        {text.changed} {row.parent !== null && <Link to={rowAddress(row.parent)}>{`#${row.parent}`}</Link>}
      </h3>
      {row.changed.length > 0 ? (
        children
      ) : (
        <p className={styles.soft}>{row.parent === null ? text.noParent : text.nothingChanged}</p>
      )}
    </>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children || "–"}</dd>
    </div>
  );
}

function Runs({ row }: { row: Row }) {
  const text = useText().notebook;
  return (
    <table className={styles.runs}>
      <thead>
        <tr>
          <th scope="col">{text.panel.run}</th>
          <th scope="col">{text.panel.runStatus}</th>
          <th scope="col">{text.columns.miou}</th>
          <th scope="col">
            <span className="visually-hidden">{text.panel.pictures}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {row.runs.toReversed().map((run) => (
          <tr key={run.id}>
            <td>
              <Link to={paths.run(run.id)} title={run.id}>
                {run.name || run.id}
              </Link>
            </td>
            <td>
              <RunStatus status={run.status} />
            </td>
            <td>
              <Score value={run.miou} />
            </td>
            <td>{run.best !== null && <Link to={paths.pictures(run.id)}>{text.panel.pictures}</Link>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
