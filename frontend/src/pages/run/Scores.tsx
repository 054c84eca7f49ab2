import { Link } from "react-router";
import { useLanguage, useText } from "@/app/i18n/language";
import { IntervalBar } from "@/components/charts/IntervalBar";
import { ShareBar } from "@/components/charts/Kinds";
import { Score } from "@/components/Score";
import { sortBy } from "@/lib/charts/sort";
import { lostByKind } from "@/lib/charts/stack";
import { count, percent, score } from "@/lib/format/number";
import { classLink } from "@/lib/run/links";
import styles from "./Overview.module.css";
import type { Seen } from "./view";

/** The scores of the validation with their interval, and in words how they are counted. */
export function Scores({ seen }: { seen: Seen }) {
  const text = useText().run.scores;
  const kinds = useText().common.kinds;
  const language = useLanguage();
  const { diagnosis, validation, run, wanted } = seen;
  const units: Record<string, string> = text.units;
  const others = (["miou_per_image", "boundary_iou", "pixel_accuracy"] as const).map((name) => ({
    name,
    value: diagnosis[name],
  }));
  const lost = lostByKind(diagnosis.classes);
  const weakest = sortBy(diagnosis.classes, (it) => it.iou, "up")
    .filter((it) => it.iou !== null)
    .slice(0, 3);
  return (
    <section className={styles.scores} aria-label={text.title}>
      <div className={styles.main}>
        <p>
          <span className={styles.label}>{text.miou}</span>{" "}
          <Score large value={diagnosis.miou} low={diagnosis.miou_low} high={diagnosis.miou_high} />
        </p>
        <IntervalBar value={diagnosis.miou} low={diagnosis.miou_low} high={diagnosis.miou_high} />
        <div className={styles.rule}>
          <p>
            {text.rule(
              count(diagnosis.images, language),
              validation.split,
              units[diagnosis.unit] ?? diagnosis.unit,
            )}
          </p>
          <details>
            <summary>{text.how}</summary>
            <code>{validation.rule}</code>
          </details>
        </div>
      </div>
      <dl className={styles.others}>
        {others.map(({ name, value }) => (
          <div key={name}>
            <dt>{text[name]}</dt>
            <dd>{score(value)}</dd>
          </div>
        ))}
        {lost && (
          <div>
            <dt>{text.lost}</dt>
            <dd className={styles.lost}>
              <ShareBar shares={lost} />
              <span aria-hidden="true">
                {lost.map(({ kind, share }) => `${kinds[kind]} ${percent(share)}`).join(" · ")}
              </span>
            </dd>
          </div>
        )}
        <div>
          <dt>{text.weakest}</dt>
          <dd className={styles.weakest}>
            {weakest.map((it) => (
              <Link key={it.index} to={classLink(run.brief.id, it.name, wanted)}>
                {it.name} {score(it.iou)}
              </Link>
            ))}
          </dd>
        </div>
      </dl>
    </section>
  );
}
