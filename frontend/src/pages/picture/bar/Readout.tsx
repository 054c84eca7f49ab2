import { useLanguage, useText } from "@/app/i18n/language";
import { ClassSwatch } from "@/components/ClassSwatch";
import { count, percent } from "@/lib/format/number";
import { falseKind, KINDS, missedKind } from "@/lib/picture/kinds";
import type { Layers } from "@/lib/picture/paint";
import type { DrawnClass } from "@/lib/picture/palette";
import { useStore } from "@/lib/store/useStore";
import type { Stage } from "../stage/stage";
import styles from "./Bar.module.css";

interface Props {
  stage: Stage;
  layers: Layers;
  classes: readonly DrawnClass[];
  ignore: number;
}

/** Tells of the pixel under the pointer; without one, of the pixel in the middle of a closer view. */
export function Readout({ stage, layers, classes, ignore }: Props) {
  const text = useText().picture.cursor;
  const common = useText().common;
  const language = useLanguage();
  const pointed = useStore(stage.cursor);
  const isCloser = [useStore(stage.aim), useStore(stage.box)].some((it) => it !== null);
  const size = layers.truth ?? layers.prediction ?? layers.confidence;
  const spot = pointed ?? (isCloser ? stage.spot : null);
  if (!spot || !size) return <p className={styles.readout}>{text.nothing}</p>;

  const pixel = spot.y * size.width + spot.x;
  const truth = layers.truth?.values[pixel];
  const prediction = layers.prediction?.values[pixel];
  const confidence = layers.confidence?.values[pixel];
  const kinds = layers.kinds?.[pixel] ?? 0;
  const nameOf = (value: number, other: string) => {
    const found = classes.find((it) => it.index === value);
    return found ? <ClassSwatch {...found} /> : <span>{value === ignore ? other : String(value)}</span>;
  };
  const kindOf = (kind: number) => (KINDS[kind - 1] ? common.kinds[KINDS[kind - 1] ?? "boundary"] : null);
  const missed = kindOf(missedKind(kinds));
  const falsely = kindOf(falseKind(kinds));
  return (
    <p className={styles.readout}>
      <span className={styles.figures}>{text.at(count(spot.x, language), count(spot.y, language))}</span>
      {truth !== undefined && (
        <span className={styles.fact}>
          {text.truth} {nameOf(truth, common.classes.ignored)}
        </span>
      )}
      {prediction !== undefined && (
        <span className={styles.fact}>
          {text.prediction} {nameOf(prediction, text.noClass)}
        </span>
      )}
      {confidence !== undefined && (
        <span className={styles.fact}>
          {text.confidence} <span className={styles.figures}>{percent(confidence / 255, 0)}</span>
        </span>
      )}
      {truth !== undefined && truth === prediction && <span className={styles.fact}>{text.right}</span>}
      {missed && truth !== ignore && <span className={styles.fact}>{text.missed(missed)}</span>}
      {falsely && truth !== ignore && <span className={styles.fact}>{text.false(falsely)}</span>}
    </p>
  );
}
