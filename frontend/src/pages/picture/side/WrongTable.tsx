import { useId } from "react";
import type { PictureClass } from "@/api/pictures";
import { useLanguage, useText } from "@/app/i18n/language";
import { ClassSwatch } from "@/components/ClassSwatch";
import { count, percent, score } from "@/lib/format/number";
import { countsOf } from "@/lib/picture/figures";
import type { PairCount } from "@/lib/picture/pairs";
import type { DrawnClass } from "@/lib/picture/palette";
import type { Looked } from "../hooks/usePieces";
import { KindCells, KindHeads } from "./KindCells";
import styles from "./Side.module.css";

interface Props {
  pairs: readonly PairCount[] | undefined;
  classes: readonly DrawnClass[];
  results: readonly PictureClass[];
  wrong: number | undefined;
  /** Whether the label maps can be compared at all. */
  isComparable: boolean;
  /** Which piece is looked at. */
  looked: Looked | null;
  /** Show a pair's classes alone, and its next piece. */
  onShow(pair: PairCount): void;
}

const SHOWN = 8;

/** What the panes show, in words and numbers. */
export function WrongTable({ pairs, classes, results, wrong, isComparable, looked, onShow }: Props) {
  const text = useText().picture.wrong;
  const language = useLanguage();
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{text.title}</h2>
        {wrong !== undefined && (
          <span className={styles.faint}>{text.summary(count(wrong, language), wrong)}</span>
        )}
      </div>
      {wrong === 0 && <p>{text.none}</p>}
      {isComparable && !pairs && wrong !== 0 && <p className={styles.faint}>{text.waiting}</p>}
      {pairs && pairs.length > 0 && <Pairs pairs={pairs} classes={classes} looked={looked} onShow={onShow} />}
      {results.length > 0 && <Kinds results={results} classes={classes} />}
    </section>
  );
}

function Pairs({
  pairs,
  classes,
  looked,
  onShow,
}: { pairs: readonly PairCount[] } & Pick<Props, "classes" | "looked" | "onShow">) {
  const text = useText().picture;
  const language = useLanguage();
  const all = pairs.reduce((sum, pair) => sum + pair.pixels, 0);
  const classAt = (index: number) => classes.find((it) => it.index === index);
  const nameAt = (index: number) => classAt(index)?.name ?? text.cursor.noClass;
  const drawn = (index: number) => {
    const found = classAt(index);
    return found ? <ClassSwatch {...found} /> : <span>{text.cursor.noClass}</span>;
  };
  const place = (it: Looked) =>
    text.wrong.piece(count(it.place + 1, language), count(it.pieces, language), count(it.pixels, language));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{text.wrong.truth}</th>
          <th scope="col">{text.wrong.predicted}</th>
          <th scope="col" className={styles.number}>
            {text.wrong.pixels}
          </th>
          <th scope="col" className={styles.number}>
            <span className="visually-hidden">{text.wrong.share}</span>
            <span aria-hidden="true">%</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.slice(0, SHOWN).map((pair) => (
          <tr key={`${pair.truth}-${pair.predicted}`} aria-current={looked?.pair === pair || undefined}>
            <td>{drawn(pair.truth)}</td>
            <td>
              <button
                type="button"
                className={styles.pair}
                aria-label={text.wrong.show(nameAt(pair.truth), nameAt(pair.predicted))}
                onClick={() => onShow(pair)}
              >
                {drawn(pair.predicted)}
              </button>
            </td>
            <td className={styles.number}>{count(pair.pixels, language)}</td>
            <td className={styles.number}>{percent(pair.pixels / all)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={4} className={styles.faint}>
            {pairs.length > SHOWN && text.wrong.more(count(pairs.length - SHOWN, language))}
            <span role="status" className={styles.piece}>
              {looked && place(looked)}
            </span>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Kinds({ results, classes }: Pick<Props, "results" | "classes">) {
  const text = useText().picture;
  const nameAt = (index: number) => classes.find((it) => it.index === index)?.name ?? String(index);
  const worst = results.toSorted((a, b) => countsOf(b).wrong - countsOf(a).wrong);
  return (
    <details className={styles.details}>
      <summary>{text.wrong.kinds}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.wide} tabIndex={0} aria-label={text.wrong.table}>
        <table className={styles.table}>
          <caption className="visually-hidden">{text.wrong.table}</caption>
          <thead>
            <KindHeads />
          </thead>
          <tbody>
            {worst.map((it) => (
              <tr key={it.index}>
                <th scope="row">{nameAt(it.index)}</th>
                <td className={styles.number}>{score(it.iou)}</td>
                <td className={styles.number}>{score(it.boundary_iou)}</td>
                <KindCells counts={[it.false_boundary, it.false_extent, it.false_segment]} />
                <KindCells counts={[it.missed_boundary, it.missed_extent, it.missed_segment]} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
