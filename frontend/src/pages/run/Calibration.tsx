import { Link } from "react-router";
import { useText } from "@/app/i18n/language";
import { sortBy } from "@/lib/charts/sort";
import { score } from "@/lib/format/number";
import { classLink } from "@/lib/run/links";
import { Block } from "./Block";
import styles from "./Errors.module.css";
import type { Seen } from "./view";

/** How far the model's confidence lies from its share of right pixels, the farthest first. */
export function Calibration({ seen }: { seen: Seen }) {
  const text = useText().run.errors;
  const { diagnosis, run, wanted } = seen;
  const known = sortBy(
    diagnosis.classes.filter((it) => it.calibration_error !== null),
    (it) => it.calibration_error,
    "down",
  );
  const most = Math.max(known[0]?.calibration_error ?? 0, 0.05);
  return (
    <Block title={text.calibration} why={known.length > 0 ? text.calibrationWhy : undefined}>
      {known.length === 0 && <p>{text.noCalibration}</p>}
      <ol className={styles.calibration}>
        {known.map((it) => (
          <li key={it.index}>
            <Link to={classLink(run.brief.id, it.name, wanted)}>{it.name}</Link>
            <span className={styles.calibrationBar} aria-hidden="true">
              <span style={{ width: `${((it.calibration_error ?? 0) / most) * 100}%` }} />
            </span>
            <span className={styles.number}>{score(it.calibration_error)}</span>
          </li>
        ))}
      </ol>
    </Block>
  );
}
