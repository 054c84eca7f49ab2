import { useMemo } from "react";
import { Link } from "react-router";
import type { Class, ClassResult } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { Hatch } from "@/components/ClassSwatch";
import { IntervalBar } from "@/components/charts/IntervalBar";
import { KindBar, KindLegend } from "@/components/charts/Kinds";
import { SortHead } from "@/components/charts/SortHead";
import { Score } from "@/components/Score";
import { type Direction, pressed, readOrder, type Sortable, sortBy, writeOrder } from "@/lib/charts/sort";
import { kindShares } from "@/lib/charts/stack";
import { count, percent, score } from "@/lib/format/number";
import { classLink, picturesLink } from "@/lib/run/links";
import type { Pair } from "@/lib/run/pairs";
import { text as textCodec } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "./Block";
import styles from "./ClassTable.module.css";
import type { Seen } from "./view";

const COLUMNS = ["name", "iou", "precision", "recall", "boundary_iou", "kinds", "taken", "images"] as const;
type Column = (typeof COLUMNS)[number];
const FIRST: Record<Column, Direction> = {
  name: "up",
  iou: "up",
  precision: "up",
  recall: "up",
  boundary_iou: "up",
  kinds: "down",
  taken: "down",
  images: "down",
};
const SHAPE = { sort: textCodec("iou") };

interface Line {
  result: ClassResult;
  look: Class;
  taken: Pair | null;
}

/** Every class with its scores and what it loses them to, the weakest first. */
export function ClassTable({ seen }: { seen: Seen }) {
  const text = useText().run.classes;
  const [state, setState] = useUrlState(SHAPE);
  const order = readOrder(state.sort, COLUMNS, { column: "iou", direction: "up" });
  const { column, direction } = order;
  const lines = useMemo(() => linesOf(seen), [seen]);
  const absent = seen.diagnosis.classes.filter((it) => it.iou === null);
  const sorted = useMemo(
    () => sortBy(lines, (line) => sortedBy(line, column), direction),
    [lines, column, direction],
  );
  return (
    <Block title={text.title} tools={<KindLegend />}>
      <section className={styles.scroll} aria-label={text.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              {COLUMNS.map((name) => (
                <SortHead
                  key={name}
                  column={name}
                  order={order}
                  className={styles[name]}
                  note={name === "kinds" ? text.kindsNote : undefined}
                  onPress={() => setState({ sort: writeOrder(pressed(order, name, FIRST[name])) })}
                >
                  {text.columns[name]}
                </SortHead>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((line) => (
              <ClassLine key={line.result.index} line={line} seen={seen} />
            ))}
          </tbody>
        </table>
      </section>
      {absent.length > 0 && (
        <details>
          <summary>{text.absentOnes(absent.length)}</summary>
          <p>{absent.map((it) => it.name).join(", ")}</p>
        </details>
      )}
    </Block>
  );
}

function ClassLine({ line: { result, look, taken }, seen }: { line: Line; seen: Seen }) {
  const text = useText().run.classes;
  const language = useLanguage();
  const { run, validation, wanted, nameOf } = seen;
  const id = run.brief.id;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <Link to={classLink(id, result.name, wanted)} className={styles.class}>
          <Hatch colour={look.colour} index={look.index} />
          {result.name}
        </Link>
      </th>
      <td className={styles.iou}>
        <Score value={result.iou} low={result.low} high={result.high} unsafe={!result.interval_safe} />
        <IntervalBar value={result.iou} low={result.low} high={result.high} unsafe={!result.interval_safe} />
      </td>
      <td className={styles.number}>{score(result.precision)}</td>
      <td className={styles.number}>{score(result.recall)}</td>
      <td className={styles.number}>{score(result.boundary_iou)}</td>
      <td className={styles.kinds}>
        <KindBar errors={result} />
      </td>
      <td className={styles.taken}>
        {taken && (
          <Link
            to={picturesLink(id, validation.index, {
              classIndex: result.index,
              taken: taken.predicted,
            })}
          >
            {nameOf(taken.predicted)} <span>{text.taken(percent(taken.shareOfClass))}</span>
          </Link>
        )}
      </td>
      <td className={styles.images}>
        <Link
          to={picturesLink(id, validation.index, { classIndex: result.index })}
          aria-label={text.pictures(result.name, result.images)}
        >
          {count(result.images, language)}
        </Link>
      </td>
    </tr>
  );
}

function linesOf({ diagnosis, run, pairs }: Seen): Line[] {
  const looks = new Map(run.classes.map((it) => [it.index, it]));
  return diagnosis.classes.flatMap((result) => {
    const look = looks.get(result.index);
    return look && result.iou !== null ? [{ result, look, taken: pairs.from(result.index)[0] ?? null }] : [];
  });
}

function sortedBy({ result, taken }: Line, column: Column): Sortable {
  if (column === "kinds") {
    return Math.max(...kindShares(result).map(({ share }) => share));
  }
  if (column === "taken") return taken?.shareOfClass;
  return result[column];
}
