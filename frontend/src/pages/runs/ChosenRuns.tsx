import type { RunBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { LinkButton } from "@/components/LinkButton";
import { paths } from "@/lib/paths/paths";
import styles from "./RunsPage.module.css";

interface Props {
  runs: readonly RunBrief[];
  chosen: readonly string[];
  onClear(): void;
}

/** The runs that were chosen, the older one first, and the way to their comparison. */
export function ChosenRuns({ runs, chosen, onClear }: Props) {
  const text = useText().runs;
  const found = runs.filter((run) => chosen.includes(run.id)).toReversed();
  const [before, after] = found;
  // Its room is kept, so that a choice moves nothing.
  if (!before) return <div className={styles.actions} />;
  return (
    <div className={styles.actions}>
      <span className={styles.chosen} role="status">
        {found.map((run) => run.name).join(" · ")}
      </span>
      {after ? (
        <LinkButton kind="primary" to={paths.compare(before.id, after.id)}>
          {text.compare}
        </LinkButton>
      ) : (
        <span>{text.chooseAnother}</span>
      )}
      <Button kind="quiet" onClick={onClear}>
        {text.clear}
      </Button>
    </div>
  );
}
