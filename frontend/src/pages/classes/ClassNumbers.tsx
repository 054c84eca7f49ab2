import type { ClassResult } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { ClassSwatch } from "@/components/ClassSwatch";
import { IntervalBar } from "@/components/charts/IntervalBar";
import { Score } from "@/components/Score";
import { sortBy } from "@/lib/charts/sort";
import { count, MINUS, score } from "@/lib/format/number";
import styles from "../run/Overview.module.css";
import type { Seen } from "../run/view";

/** The class's scores, the IoU with its interval, and how much of it there is. */
export function ClassNumbers({ seen, result }: { seen: Seen; result: ClassResult }) {
  const text = useText();
  const language = useLanguage();
  const look = seen.run.classes[result.index];
  const known = sortBy(seen.diagnosis.classes, (it) => it.iou, "up").filter((it) => it.iou !== null);
  const place = known.findIndex((it) => it.index === result.index) + 1;
  const scores = (["precision", "recall", "boundary_iou"] as const).map(
    (name) => [text.classes.scores[name], score(result[name])] as const,
  );
  const more: (readonly [string, string])[] = [
    ...scores,
    [text.classes.scores.lost_miou, `${MINUS}${score(result.lost_miou)}`],
    [text.classes.scores.images, count(result.images, language)],
    ...(result.objects === null
      ? []
      : [[text.classes.scores.objects, count(result.objects, language)] as const]),
    [
      text.classes.scores.pixels,
      `${count(result.pixels, language)} · ${text.classes.predicted(count(result.predicted_pixels, language))}`,
    ],
    ...(result.calibration_error === null
      ? []
      : [[text.classes.scores.calibration_error, score(result.calibration_error)] as const]),
  ];
  return (
    <section className={styles.scores} aria-label={text.run.scores.title}>
      <div className={styles.main}>
        <p>
          <span className={styles.label}>IoU</span>{" "}
          <Score
            large
            value={result.iou}
            low={result.low}
            high={result.high}
            unsafe={result.iou !== null && !result.interval_safe}
          />
        </p>
        <IntervalBar value={result.iou} low={result.low} high={result.high} unsafe={!result.interval_safe} />
        <p className={styles.rule}>
          {look && <ClassSwatch name={look.name} colour={look.colour} index={look.index} hideName />}{" "}
          {place > 0 ? text.classes.place(place, known.length) : text.run.classes.absent}
        </p>
      </div>
      <dl className={styles.others}>
        {more.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
