import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { ClassSwatch } from "@/components/ClassSwatch";
import type { ClassChange } from "@/lib/compare/change-map";
import { count } from "@/lib/format/number";
import { allOrNone, onlyShown, soloed, toggled } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import { ChangeBar, ChangeLegend } from "../ChangeBar";
import styles from "./ComparePicture.module.css";
import type { ChangedPicture } from "./useChangedPicture";

interface Props {
  classes: readonly DrawnClass[];
  hidden: ReadonlySet<number>;
  changed: ChangedPicture;
  onHidden(hidden: ReadonlySet<number>): void;
}

const NONE: ClassChange = { fixed: 0, broken: 0, still: 0 };

/** The classes of the picture: what became of their pixels, and whether they are shown. */
export function ChangeSide({ classes, hidden, changed, onHidden }: Props) {
  const text = useText().compare.picture;
  const words = useText().picture.panes;
  const { counts, loaded } = changed;
  // The file may have moved; what was predicted still shows.
  const photo = loaded.b.photo ? undefined : loaded.b.reasons.picture;
  const of = (it: DrawnClass) => counts?.[it.index] ?? NONE;
  const size = (it: DrawnClass) => of(it).fixed + of(it).broken;
  const listed = counts
    ? classes.toSorted((one, other) => size(other) - size(one) || of(other).still - of(one).still)
    : classes;
  const most = Math.max(1, ...classes.map((it) => size(it) + of(it).still));
  return (
    <section>
      <div className={styles.head}>
        <h2>{text.classes}</h2>
        <Button
          kind="quiet"
          aria-pressed={hidden.size === 0}
          title={`${text.all} (0)`}
          onClick={() => onHidden(allOrNone(hidden, classes))}
        >
          {text.all}
        </Button>
      </div>
      <ChangeLegend />
      {photo !== undefined && <p className={styles.gone}>{photo || words.missing}</p>}
      <table className={styles.classes}>
        <caption className="visually-hidden">{text.table}</caption>
        <thead>
          <tr>
            <th scope="col" className="visually-hidden">
              {text.classes}
            </th>
            <th scope="col" className={styles.number}>
              {text.states.fixed}
            </th>
            <th scope="col" className={styles.number}>
              {text.states.broken}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {listed.map((it) => (
            <ClassRow key={it.index} {...{ it, classes, hidden, onHidden, most }} change={of(it)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps extends Omit<Props, "changed"> {
  it: DrawnClass;
  change: ClassChange;
  most: number;
}

function ClassRow({ it, change, most, classes, hidden, onHidden }: RowProps) {
  const text = useText().compare.picture;
  const language = useLanguage();
  const isEmpty = change.fixed + change.broken + change.still === 0;
  return (
    <tr className={isEmpty ? styles.absent : undefined}>
      <th scope="row">
        <label className={styles.class} title={it.name}>
          <input
            type="checkbox"
            checked={!hidden.has(it.index)}
            aria-label={text.toggle(it.name)}
            onChange={() => onHidden(toggled(hidden, it.index))}
          />
          <ClassSwatch {...it} />
        </label>
        <ChangeBar {...change} most={most} />
      </th>
      <td className={styles.number}>{count(change.fixed, language)}</td>
      <td className={styles.number}>{count(change.broken, language)}</td>
      <td>
        <button
          type="button"
          className={styles.solo}
          aria-pressed={onlyShown(hidden, classes) === it.index}
          aria-label={text.solo(it.name)}
          title={text.solo(it.name)}
          onClick={() => onHidden(soloed(hidden, it.index, classes))}
        >
          ◎
        </button>
      </td>
    </tr>
  );
}
