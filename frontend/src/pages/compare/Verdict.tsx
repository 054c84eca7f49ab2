import type { ComparisonView } from "@/api/comparison";
import { useLanguage, useText } from "@/app/i18n/language";
import type { Verdict as Word } from "@/components/Score";
import { count } from "@/lib/format/number";
import { pointChange, pointInterval, points } from "@/lib/format/points";
import { Notes } from "./Notes";
import styles from "./Verdict.module.css";

const SIGNS: Record<Word, string> = { better: "▲", worse: "▼", "cannot tell": "~", "too few": "?" };
const LOOKS: Record<Word, string | undefined> = {
  better: styles.better,
  worse: styles.worse,
  "cannot tell": styles.open,
  "too few": styles.open,
};

/** The verdict, large and in words; below it on what it stands. */
export function Verdict({ found }: { found: ComparisonView }) {
  const text = useText().compare.verdict;
  const language = useLanguage();
  const { overall } = found;
  const word = found.verdict as Word;
  const several = found.a.runs.length + found.b.runs.length > 2;
  const said = (verdict: string) => found.classes.filter((it) => it.verdict === verdict).length;
  const [better, worse] = [said("better"), said("worse")];
  const facts = [
    text.images(count(found.images, language), found.images === 1),
    found.unit === "group" && text.groups(count(found.units, language), found.units === 1),
    several ? text.runs(found.a.runs.length, found.b.runs.length) : null,
    text.counts(better, worse, found.classes.length - better - worse),
  ].filter(Boolean);
  return (
    <section className={`${styles.verdict} ${LOOKS[word] ?? ""}`} aria-label={text.label}>
      <p className={styles.words}>
        <span className={styles.sign} aria-hidden="true">
          {SIGNS[word]}
        </span>
        <strong>{overall.difference === 0 ? text.same : text[word]}</strong>
        <span className={styles.figure}>
          {text.miou(pointChange(overall.difference), pointInterval(overall.low, overall.high))}
        </span>
        <span className={styles.from}>{text.from(points(overall.a), points(overall.b))}</span>
      </p>
      <p className={styles.facts}>
        {facts.map((fact) => (
          <span key={String(fact)}>{fact}</span>
        ))}
      </p>
      <Notes notes={found.notes} />
      {word === "cannot tell" && overall.difference !== 0 && <p className={styles.note}>{text.openNote}</p>}
      <details className={styles.how}>
        <summary>{text.how}</summary>
        <p>{text.units}</p>
        <p>{text.howText(count(found.draws, language))}</p>
        <h3>{text.validations}</h3>
        <ul>
          {[found.a, found.b].flatMap((side, place) =>
            side.runs.map((run) => (
              <li key={run.run}>
                {place === 0 ? "A" : "B"} · {text.validation(run.name, run.epoch, points(run.miou))}
              </li>
            )),
          )}
        </ul>
      </details>
    </section>
  );
}
