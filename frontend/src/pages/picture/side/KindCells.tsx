import { useLanguage, useText } from "@/app/i18n/language";
import { count } from "@/lib/format/number";
import { KINDS } from "@/lib/picture/figures";
import styles from "./Side.module.css";

/** Two rows of heads: false and missed, and the kinds below each. */
export function KindHeads() {
  const text = useText();
  const wrong = text.picture.wrong;
  return (
    <>
      <tr>
        <th scope="col" rowSpan={2}>
          {wrong.class}
        </th>
        <th scope="col" rowSpan={2} className={styles.number}>
          {text.picture.classes.iou}
        </th>
        <th scope="col" rowSpan={2} className={styles.number}>
          {wrong.boundaryIou}
        </th>
        <th scope="colgroup" colSpan={3}>
          {wrong.false}
        </th>
        <th scope="colgroup" colSpan={3}>
          {wrong.missed}
        </th>
      </tr>
      <tr>
        {["false", "missed"].flatMap((side) =>
          KINDS.map((kind) => (
            <th key={`${side}-${kind}`} scope="col" className={styles.number}>
              {text.common.kinds[kind]}
            </th>
          )),
        )}
      </tr>
    </>
  );
}

/** Pixels of the three kinds; nought is faint. */
export function KindCells({ counts }: { counts: readonly [number, number, number] }) {
  const language = useLanguage();
  return KINDS.map((kind, index) => (
    <td key={kind} className={counts[index] ? styles.number : `${styles.number} ${styles.faint}`}>
      {count(counts[index], language)}
    </td>
  ));
}
