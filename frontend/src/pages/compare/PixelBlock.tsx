import type { ComparisonView, PixelChanges } from "@/api/comparison";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { ClassSwatch } from "@/components/ClassSwatch";
import { Loading } from "@/components/Loading";
import { count } from "@/lib/format/number";
import { Block } from "@/pages/run/Block";
import { ChangeBar, ChangeLegend } from "./ChangeBar";
import styles from "./Compare.module.css";

interface Props {
  found: ComparisonView;
  isAsked: boolean;
  isCounting: boolean;
  onAsk(): void;
}

/** Pixels that changed between right and wrong: counted only when somebody wants to know. */
export function PixelBlock({ found, isAsked, isCounting, onAsk }: Props) {
  const text = useText().compare.pixels;
  const language = useLanguage();
  const { pixels } = found;
  const why = pixels ? text.summary(count(pixels.images, language), count(pixels.of, language)) : null;
  return (
    <Block title={text.title} why={[text.why, why].filter(Boolean).join(" ")}>
      {!isAsked && (
        <p className={styles.asked}>
          <Button onClick={onAsk}>{text.count}</Button>
          <span className={styles.soft}>{text.cost}</span>
        </p>
      )}
      {isAsked && isCounting && <Loading label={text.counting} />}
      {isAsked && !isCounting && !pixels && <p>{text.none}</p>}
      {isAsked && pixels && <PixelTable found={found} pixels={pixels} />}
    </Block>
  );
}

function PixelTable({ found, pixels }: { found: ComparisonView; pixels: PixelChanges }) {
  const text = useText().compare.pixels;
  const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, it) => all + (it ?? 0), 0);
  const rows = found.class_set
    .map((it, place) => ({
      of: it,
      fixed: pixels.fixed[place] ?? 0,
      broken: pixels.broken[place] ?? 0,
      still: pixels.still_wrong[place] ?? 0,
      chance: pixels.chance?.[place] ?? null,
    }))
    .sort((one, other) => other.fixed + other.broken - one.fixed - one.broken);
  const most = Math.max(1, ...rows.map((row) => row.fixed + row.broken + row.still));
  const all = {
    fixed: sum(pixels.fixed),
    broken: sum(pixels.broken),
    still: sum(pixels.still_wrong),
    chance: pixels.chance && sum(pixels.chance),
  };
  return (
    <>
      <ChangeLegend />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.scroll} tabIndex={0} aria-label={text.table}>
        <table className={styles.table}>
          <caption className="visually-hidden">{text.table}</caption>
          <thead>
            <tr>
              <th scope="col">{text.class}</th>
              {[text.fixed, text.broken, text.still, pixels.chance && text.chance].map(
                (head) =>
                  head && (
                    <th key={head} scope="col" className={styles.number}>
                      {head}
                    </th>
                  ),
              )}
              <td className={styles.wide} />
            </tr>
          </thead>
          <tbody>
            <PixelRow name={text.all} {...all} />
            {rows.map((row) => (
              <PixelRow key={row.of.index} name={<ClassSwatch {...row.of} />} {...row} most={most} />
            ))}
          </tbody>
        </table>
      </section>
      {pixels.chance && <p className={styles.soft}>{text.chanceNote}</p>}
    </>
  );
}

interface RowProps {
  name: React.ReactNode;
  fixed: number;
  broken: number;
  still: number;
  chance: number | null;
  /** What the longest bar stands for; a row of its own scale has none. */
  most?: number;
}

function PixelRow({ name, fixed, broken, still, chance, most }: RowProps) {
  const language = useLanguage();
  const figures = chance === null ? [fixed, broken, still] : [fixed, broken, still, chance];
  return (
    <tr>
      <th scope="row">{name}</th>
      {figures.map((figure, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other names
        <td key={place} className={styles.number}>
          {count(Math.round(figure), language)}
        </td>
      ))}
      <td className={styles.wide}>
        <ChangeBar fixed={fixed} broken={broken} still={still} most={most ?? fixed + broken + still} />
      </td>
    </tr>
  );
}
