import { ClassTable } from "./ClassTable";
import { Findings } from "./Findings";
import { Gains } from "./Gains";
import styles from "./Overview.module.css";
import { Scores } from "./Scores";
import type { Seen } from "./view";

/** How good the run is, what goes wrong, what a fix would gain, and each class: what to try next. */
export function OverviewPart({ seen }: { seen: Seen }) {
  return (
    <>
      <Scores seen={seen} />
      <div className={styles.pair}>
        <Findings seen={seen} />
        <Gains seen={seen} />
      </div>
      <ClassTable seen={seen} />
    </>
  );
}
