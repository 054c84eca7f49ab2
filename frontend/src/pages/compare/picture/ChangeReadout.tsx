import { useLanguage, useText } from "@/app/i18n/language";
import { ClassSwatch } from "@/components/ClassSwatch";
import { IGNORED, STATES } from "@/lib/compare/change-map";
import { count } from "@/lib/format/number";
import type { DrawnClass } from "@/lib/picture/palette";
import { useStore } from "@/lib/store/useStore";
import bar from "@/pages/picture/bar/Bar.module.css";
import type { Stage } from "@/pages/picture/stage/stage";
import { ChangeSwatch } from "../ChangeSwatch";
import type { ChangedPicture } from "./useChangedPicture";

interface Props {
  stage: Stage;
  changed: ChangedPicture;
  classes: readonly DrawnClass[];
}

/** Tells of the pixel under the pointer on both sides. */
export function ChangeReadout({ stage, changed, classes }: Props) {
  const text = useText().compare.picture;
  const language = useLanguage();
  const pointed = useStore(stage.cursor);
  const aim = useStore(stage.aim);
  const spot = pointed ?? (aim ? stage.spot : null);
  const { truth, a, b, states, size } = changed;
  if (!spot || !size) return <p className={bar.readout}>{text.nothing}</p>;
  const pixel = spot.y * size.width + spot.x;
  const label = (value: number | undefined, other: string) => {
    const found = classes.find((it) => it.index === value);
    return found ? <ClassSwatch {...found} /> : <span>{other}</span>;
  };
  const code = states?.values[pixel];
  const state = code === undefined ? undefined : STATES[code - 1];
  return (
    <p className={bar.readout}>
      <span className={bar.figures}>{text.pixel(count(spot.x, language), count(spot.y, language))}</span>
      {a && (
        <span className={bar.fact}>
          {text.panes.a} {label(a.values[pixel], text.noClass)}
        </span>
      )}
      {b && (
        <span className={bar.fact}>
          {text.panes.b} {label(b.values[pixel], text.noClass)}
        </span>
      )}
      {truth && (
        <span className={bar.fact}>
          {text.panes.truth} {label(truth.values[pixel], text.ignored)}
        </span>
      )}
      {state && (
        <span className={bar.fact}>
          <ChangeSwatch state={state} /> {text.states[state]}
        </span>
      )}
      {code === 0 && truth?.values[pixel] === a?.values[pixel] && <span>{text.right}</span>}
      {code === IGNORED && <span>{text.ignored}</span>}
    </p>
  );
}
