import { useText } from "@/app/i18n/language";
import type { Look, Pane } from "@/lib/picture/look";
import {
  FALSE_COLOUR,
  FALSE_MARK,
  heatColour,
  hexOf,
  IGNORED_COLOUR,
  IGNORED_MARK,
  KIND_COLOURS,
  MISSED_COLOUR,
  MISSED_MARK,
  NO_CLASS_COLOUR,
  type Rgb,
  TRUE_COLOUR,
} from "@/lib/picture/palette";
import { BROAD_RISING, DOTS, FALLING, isMarked, PATTERN_SIZE, PLAIN } from "@/lib/picture/patterns";
import styles from "./Side.module.css";

interface Props {
  /** What the panes show now. */
  panes: readonly Pane[];
  look: Look;
  /** The kinds are asked for and not found yet. */
  isCounting: boolean;
}

/** What colours and textures mean in the panes that are shown. */
export function Legend({ panes, look, isCounting }: Props) {
  const text = useText().picture.legend;
  const kinds = useText().common.kinds;
  const has = (name: Pane["name"]) => panes.some((pane) => pane.name === name);
  const heat = [0, 0.25, 0.5, 0.75, 1].map((value) => hexOf(heatColour(value))).join(", ");
  return (
    <ul className={styles.legend} aria-label={text.title}>
      {has("class") && (
        <>
          <Entry ground={TRUE_COLOUR} label={text.true} />
          <Entry ground={FALSE_COLOUR} mark={FALSE_MARK} pattern={BROAD_RISING} label={text.false} />
          <Entry ground={MISSED_COLOUR} mark={MISSED_MARK} pattern={DOTS} label={text.missed} />
        </>
      )}
      {look.kinds && (has("errors") || has("class")) && (
        <>
          {(["boundary", "extent", "segment"] as const).map((kind, index) => (
            <Entry key={kind} ground={KIND_COLOURS[index] ?? TRUE_COLOUR} label={kinds[kind]} />
          ))}
          <li className={styles.faint}>{isCounting ? text.counting : text.kindStripes}</li>
        </>
      )}
      {has("errors") && !look.kinds && <li className={styles.faint}>{text.stripes}</li>}
      {(has("truth") || has("errors") || has("class")) && (
        <Entry ground={IGNORED_COLOUR} mark={IGNORED_MARK} pattern={FALLING} label={text.ignored} />
      )}
      {(has("prediction") || has("errors")) && <Entry ground={NO_CLASS_COLOUR} label={text.noClass} />}
      {has("confidence") && (
        <li>
          <span className={styles.heat} style={{ background: `linear-gradient(to right, ${heat})` }} />
          {text.sure}
        </li>
      )}
      {has("confidence") && look.threshold > 0 && (
        <Entry ground={heatColour(0.2)} mark={[255, 255, 255]} pattern={FALLING} label={text.unsure} />
      )}
    </ul>
  );
}

interface EntryProps {
  ground: Rgb;
  mark?: Rgb;
  pattern?: number;
  label: string;
}

function Entry({ ground, mark = ground, pattern = PLAIN, label }: EntryProps) {
  const marks = Array.from(
    { length: PATTERN_SIZE * 2 * PATTERN_SIZE * 2 },
    (_, i) => [i % 16, i >> 4] as const,
  )
    .filter(([x, y]) => isMarked(pattern, x, y))
    .map(([x, y]) => `M${x} ${y}h1v1h-1z`)
    .join("");
  return (
    <li>
      <svg className={styles.sample} viewBox="0 0 16 16" aria-hidden="true" shapeRendering="crispEdges">
        <rect width="16" height="16" fill={hexOf(ground)} />
        <path d={marks} fill={hexOf(mark)} />
      </svg>
      {label}
    </li>
  );
}
