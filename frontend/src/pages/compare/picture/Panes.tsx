import type { PictureChange } from "@/api/comparison";
import { useLanguage, useText } from "@/app/i18n/language";
import type { CompareState } from "@/lib/compare/address";
import { totalOf } from "@/lib/compare/change-map";
import { count } from "@/lib/format/number";
import { points } from "@/lib/format/points";
import { Cross } from "@/pages/picture/panes/Cross";
import { PaneView } from "@/pages/picture/panes/PaneView";
import type { Stage } from "@/pages/picture/stage/stage";
import type { Change } from "./ComparePicture";
import styles from "./ComparePicture.module.css";
import { SwipePane } from "./SwipePane";
import type { ChangedPicture, Sides } from "./useChangedPicture";

interface Props {
  state: CompareState;
  stage: Stage;
  changed: ChangedPicture;
  sides: Sides;
  moved: PictureChange | undefined;
  onChange: Change;
}

const ignoreTap = () => undefined;

/** All panes look at the same spot: side by side, or A and B in one. */
export function Panes({ state, stage, changed, sides, moved, onChange }: Props) {
  const all = useText();
  const text = all.compare.picture;
  const language = useLanguage();
  const { loaded, states, size } = changed;
  const sample = state.picture;
  const ratio = size ? `${size.width} / ${size.height}` : "4 / 3";
  const named = (side: "a" | "b") => text.named(side.toUpperCase(), sides[side]?.name ?? "");
  const own = (side: "a" | "b") => {
    const miou = side === "a" ? moved?.miou_a : moved?.miou_b;
    return `mIoU ${points(miou ?? changed.views[side]?.miou)}`;
  };
  const missing = loaded.a.reasons.prediction ?? loaded.b.reasons.prediction ?? loaded.b.reasons.truth;
  const reason = states === null ? text.unlike : missing !== undefined ? text.noMaps : undefined;
  const total = changed.counts && totalOf(changed.counts);
  const figures = total && text.figures(count(total.fixed, language), count(total.broken, language));
  const common = { stage, sample, isLoading: changed.isLoading, onTap: ignoreTap };
  const isSwipe = state.layout === "swipe";
  const cell = { "--ratio": ratio } as React.CSSProperties;
  return (
    <div className={isSwipe ? styles.swiped : styles.panes} style={cell}>
      {isSwipe ? (
        <SwipePane
          {...common}
          names={{ a: named("a"), b: named("b") }}
          asides={{ a: own("a"), b: own("b") }}
          reasons={{ a: loaded.a.reasons.prediction, b: loaded.b.reasons.prediction }}
          share={state.swipe}
          onShare={(swipe) => onChange({ swipe })}
        />
      ) : (
        (["a", "b"] as const).map((side) => (
          <PaneView
            key={side}
            {...common}
            id={side}
            title={named(side)}
            name={named(side)}
            pane={{ name: "prediction" }}
            aside={own(side)}
            reason={loaded[side].reasons.prediction}
          >
            <Cross stage={stage} />
          </PaneView>
        ))
      )}
      <PaneView
        {...common}
        id="truth"
        title={text.panes.truth}
        name={text.panes.truth}
        pane={{ name: "truth" }}
        reason={loaded.b.reasons.truth}
      >
        <Cross stage={stage} />
      </PaneView>
      <PaneView
        {...common}
        id="moved"
        title={text.panes.moved}
        name={text.panes.moved}
        pane={{ name: "truth" }}
        aside={figures}
        reason={reason}
      >
        <Cross stage={stage} />
      </PaneView>
    </div>
  );
}
