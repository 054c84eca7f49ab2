import { useState } from "react";
import { Link } from "react-router";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { count, score, scoreChange } from "@/lib/format/number";
import { relativeTime } from "@/lib/format/time";
import { paths } from "@/lib/paths/paths";
import type { JudgedPoint } from "@/lib/run/trend";
import styles from "./Class.module.css";

const STEP = 40;

/** The runs of a class's trend, the newest first. */
export function TrendTable({ name, points }: { name: string; points: readonly JudgedPoint[] }) {
  const text = useText().classes.over;
  const language = useLanguage();
  const [most, setMost] = useState(STEP);
  const best = Math.max(...points.map(({ value }) => value ?? 0));
  const rest = points.length - most;
  return (
    <>
      <section className={styles.scroll} aria-label={text.title(name)}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text.columns.run}</th>
              {(["iou", "boundary_iou", "precision", "recall"] as const).map((column) => (
                <th key={column} scope="col" className={styles.number}>
                  {text.scores[column]}
                </th>
              ))}
              <th scope="col" className={styles.number}>
                {text.columns.change}
              </th>
              <th scope="col" className={styles.number}>
                {text.columns.images}
              </th>
              <th scope="col">{text.columns.user}</th>
              <th scope="col">{text.columns.when}</th>
            </tr>
          </thead>
          <tbody>
            {points
              .toReversed()
              .slice(0, most)
              .map(({ point, value, bestBefore }) => (
                <tr key={point.run.id} className={value !== null && value === best ? styles.best : undefined}>
                  <th scope="row">
                    <Link to={paths.runClass(point.run.id, name)}>{point.run.name}</Link>
                    {value !== null && value === best && ` ★ ${text.best}`}
                  </th>
                  <td className={styles.number}>{score(point.iou)}</td>
                  <td className={styles.number}>{score(point.boundary_iou)}</td>
                  <td className={styles.number}>{score(point.precision)}</td>
                  <td className={styles.number}>{score(point.recall)}</td>
                  <td className={styles.number}>
                    {value === null || bestBefore === null ? "" : scoreChange(value - bestBefore)}
                  </td>
                  <td className={styles.number}>{count(point.run.images, language)}</td>
                  <td>{point.run.user}</td>
                  <td>{relativeTime(point.run.created_at, language)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      {rest > 0 && (
        <p>
          <Button onClick={() => setMost(most + STEP)}>{text.more(Math.min(rest, STEP))}</Button>
        </p>
      )}
    </>
  );
}
