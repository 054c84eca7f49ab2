import { hatchOf } from "@/lib/colour/hatch";
import styles from "./ClassSwatch.module.css";

interface Props {
  name: string;
  /** `#rrggbb` */
  colour: string;
  /** The class's index, which chooses its hatching. */
  index: number;
  /** The swatch alone; its name is for screen readers. */
  hideName?: boolean;
}

/** A class: its colour, its hatching, its name. So classes of like colours are told apart. */
export function ClassSwatch({ name, colour, index, hideName = false }: Props) {
  return (
    <span className={styles.class}>
      <Hatch colour={colour} index={index} />
      <span className={hideName ? "visually-hidden" : styles.name}>{name}</span>
    </span>
  );
}

/** A square of a class's colour with its hatching. */
export function Hatch({ colour, index }: { colour: string; index: number }) {
  const { lines, ink } = hatchOf(index, colour);
  return (
    <svg className={styles.swatch} viewBox="0 0 12 12" aria-hidden="true">
      <rect width="12" height="12" fill={colour} />
      {lines.map((line) => (
        <path key={line} d={line} stroke={ink} strokeWidth="1.25" fill="none" />
      ))}
    </svg>
  );
}
