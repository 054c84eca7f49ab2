import { useId, useState } from "react";
import type { PictureClass } from "@/api/pictures";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { ClassSwatch } from "@/components/ClassSwatch";
import { count, score } from "@/lib/format/number";
import { type ClassCounts, countsOf, KINDS } from "@/lib/picture/figures";
import { allOrNone, onlyShown, soloed, toggled } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import { KindBar } from "./KindBar";
import styles from "./Side.module.css";

interface Props {
  classes: readonly DrawnClass[];
  results: readonly PictureClass[];
  hidden: ReadonlySet<number>;
  isRecoloured: boolean;
  onHidden(hidden: ReadonlySet<number>): void;
  onColour(name: string, colour: string): void;
  onResetColours(): void;
}

const MANY = 24;
const SEARCHED = 12;

/** All classes: shown or not, alone, in which colour, and how each does in this picture. */
export function ClassList(props: Props) {
  const { classes, results, hidden, onHidden } = props;
  const text = useText().picture.classes;
  const kindNames = useText().common.kinds;
  const [presentOnly, setPresentOnly] = useState(classes.length > MANY);
  const [search, setSearch] = useState("");
  const id = useId();
  const byIndex = new Map(results.map((it) => [it.index, it]));
  const words = search.trim().toLowerCase();
  const listed = classes.filter(
    (it) => (!presentOnly || byIndex.has(it.index)) && (!words || it.name.toLowerCase().includes(words)),
  );
  const most = Math.max(1, ...results.map((it) => countsOf(it).wrong));
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{text.title}</h2>
        <Button
          kind="quiet"
          aria-pressed={hidden.size === 0}
          title={`${text.all} (0)`}
          onClick={() => onHidden(allOrNone(hidden, classes))}
        >
          {text.all}
        </Button>
        {props.isRecoloured && (
          <Button kind="quiet" onClick={props.onResetColours}>
            {text.reset}
          </Button>
        )}
      </div>
      {classes.length > SEARCHED && (
        <div className={styles.filters}>
          <input
            type="search"
            value={search}
            placeholder={text.search}
            aria-label={text.search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={presentOnly}
              onChange={(event) => setPresentOnly(event.target.checked)}
            />
            {text.present}
          </label>
        </div>
      )}
      <p className={styles.kinds}>
        {KINDS.map((kind) => (
          <span key={kind}>
            <span className={`${styles.dot} ${styles[kind]}`} aria-hidden="true" />
            {kindNames[kind]}
          </span>
        ))}
      </p>
      {listed.length === 0 && <p className={styles.faint}>{text.none}</p>}
      <ul className={styles.classes}>
        {listed.map((it) => (
          <ClassRow
            key={it.index}
            {...props}
            it={it}
            number={classes.indexOf(it) + 1}
            result={byIndex.get(it.index)}
            most={most}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps extends Props {
  it: DrawnClass;
  number: number;
  result: PictureClass | undefined;
  most: number;
}

function ClassRow({ it, number, result, most, classes, hidden, onHidden, onColour }: RowProps) {
  const text = useText().picture.classes;
  const isAlone = onlyShown(hidden, classes) === it.index;
  return (
    <li className={result ? styles.class : `${styles.class} ${styles.absent}`}>
      <label className={styles.name} title={number < 10 ? `${it.name} (${number})` : it.name}>
        <input
          type="checkbox"
          checked={!hidden.has(it.index)}
          aria-label={text.toggle(it.name)}
          onChange={() => onHidden(toggled(hidden, it.index))}
        />
        <ClassSwatch {...it} />
      </label>
      <span className={styles.iou}>{result ? score(result.iou) : ""}</span>
      <Bar counts={result ? countsOf(result) : null} most={most} />
      <button
        type="button"
        className={styles.solo}
        aria-pressed={isAlone}
        aria-label={text.solo(it.name)}
        title={text.solo(it.name)}
        onClick={() => onHidden(soloed(hidden, it.index, classes))}
      >
        ◎
      </button>
      <input
        type="color"
        className={styles.colour}
        value={it.colour.toLowerCase()}
        aria-label={text.colour(it.name)}
        title={text.colour(it.name)}
        onChange={(event) => onColour(it.name, event.target.value)}
      />
    </li>
  );
}

function Bar({ counts, most }: { counts: ClassCounts | null; most: number }) {
  const kinds = useText().common.kinds;
  const language = useLanguage();
  if (!counts) return <span />;
  const words = KINDS.map((kind) => `${kinds[kind]} ${count(counts[kind], language)}`).join(", ");
  return <KindBar counts={counts} most={most} label={words} />;
}
