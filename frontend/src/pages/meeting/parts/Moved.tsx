import { Link } from "react-router";
import type { MeetingView, MovedClass } from "@/api/meetings";
import { useText } from "@/app/i18n/language";
import { type ForestScale, forestScale } from "@/lib/compare/forest";
import { pointChange, pointInterval } from "@/lib/format/points";
import { isTradeOff, proofs } from "@/lib/meeting/proof";
import { rowAddress } from "@/lib/notebook/address";
import { paths } from "@/lib/paths/paths";
import { ForestBar } from "@/pages/compare/ForestBar";
import { Part } from "./Part";
import styles from "./Parts.module.css";
import { Word } from "./Word";

/** Classes that were proven to move, row by row, with their intervals. */
export function Moved({ meeting }: { meeting: MeetingView }) {
  const text = useText().meeting.moved;
  const scale = forestScale(meeting.classes.map((it) => ({ ...it, safe: true })));
  const titles = new Map(meeting.finished.map((row) => [row.number, row.title]));
  return (
    <Part title={text.title} why={text.why}>
      {proofs(meeting.moved, meeting.classes)
        .filter(({ classes }) => classes.length > 0)
        .map(({ verdict, classes }) => (
          <div key={verdict.row} className={styles.proof}>
            <h3>
              <Link to={rowAddress(verdict.row)}>
                #{verdict.row} {titles.get(verdict.row)}
              </Link>{" "}
              {verdict.verdict && <Word verdict={verdict.verdict} />}{" "}
              {isTradeOff(classes) && <span className={styles.tradeOff}>{text.tradeOff}</span>}
            </h3>
            <ul className={styles.classes}>
              {classes.map((moved) => (
                <ClassLine key={moved.name} moved={moved} scale={scale} />
              ))}
            </ul>
          </div>
        ))}
    </Part>
  );
}

function ClassLine({ moved, scale }: { moved: MovedClass; scale: ForestScale }) {
  return (
    <li>
      <Link to={paths.classTrend(moved.name)}>{moved.name}</Link>
      <ForestBar change={{ ...moved, safe: true }} scale={scale} verdict={moved.verdict} />
      <span className={styles.moved}>
        <Word verdict={moved.verdict} /> <strong>{pointChange(moved.difference)}</strong>{" "}
        <span className={styles.soft}>({pointInterval(moved.low, moved.high)})</span>
      </span>
    </li>
  );
}
