import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type Row, rowsQuery } from "@/api/notebook";
import { type RunBrief, runsQuery } from "@/api/runs";
import { EmptyWorkspace, useIsEmpty } from "@/app/EmptyWorkspace";
import { useText } from "@/app/i18n/language";
import { EmptyState } from "@/components/EmptyState";
import { paths } from "@/lib/paths/paths";
import styles from "./Compare.module.css";

const MOST = 6;

/** Stands where no two sides are chosen yet: what a comparison is, and pairs that suggest themselves. */
export function ChooseTwo({ a, b }: { a: string; b: string }) {
  const text = useText().compare.choose;
  const { data: notebook } = useQuery(rowsQuery(false));
  const { data: runs } = useQuery(runsQuery());
  const isEmpty = useIsEmpty();
  if (isEmpty) return <EmptyWorkspace />;
  const pairs = pairsOf(notebook?.rows ?? [], runs ?? []);
  return (
    <EmptyState title={text.title}>
      <p className={styles.words}>{text.why}</p>
      {a === "" && b === "" && pairs.length > 0 && (
        <>
          <p>{text.newest}</p>
          <ul className={styles.pairs}>
            {pairs.map(({ row, parent }) => (
              <li key={row.number}>
                <Link to={paths.compare(runsOf(parent), runsOf(row))}>
                  {text.pair(titleOf(row), titleOf(parent))}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </EmptyState>
  );
}

/** The newest rows with their parents, where both were validated on as many pictures. */
function pairsOf(rows: readonly Row[], runs: readonly RunBrief[]): { row: Row; parent: Row }[] {
  const pictures = new Map(runs.map((run) => [run.id, run.images]));
  const alike = (one: Row, other: Row) =>
    new Set([...one.runs, ...other.runs].map((run) => pictures.get(run.id))).size === 1;
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  return rows
    .toReversed()
    .flatMap((row) => {
      const parent = row.parent === null ? undefined : byNumber.get(row.parent);
      return parent && runsOf(row) && runsOf(parent) && alike(row, parent) ? [{ row, parent }] : [];
    })
    .slice(0, MOST);
}

function runsOf(row: Row): string {
  return row.runs
    .filter((run) => run.best !== null)
    .map((run) => run.id)
    .join(",");
}

function titleOf(row: Row): string {
  return `#${row.number} ${row.title}`;
}
