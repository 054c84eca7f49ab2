import { useRef, useState } from "react";
import { Link } from "react-router";
import type { ComparisonView } from "@/api/comparison";
import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { ErrorState } from "@/components/ErrorState";
import { type CompareState, chosenSeeds, hiddenClasses, WITHOUT_PICTURE } from "@/lib/compare/address";
import { movedPictures, placeIn } from "@/lib/compare/moved";
import { pictureLink } from "@/lib/picture/address";
import { ZoomBar } from "@/pages/picture/bar/ZoomBar";
import { useColours } from "@/pages/picture/hooks/useColours";
import { useFullScreen } from "@/pages/picture/hooks/useFullScreen";
import { Stage } from "@/pages/picture/stage/stage";
import { ChangeReadout } from "./ChangeReadout";
import { ChangeSide } from "./ChangeSide";
import styles from "./ComparePicture.module.css";
import { Panes } from "./Panes";
import { SeedChoice } from "./SeedChoice";
import { StepBar } from "./StepBar";
import { Tools } from "./Tools";
import { useAim } from "./useAim";
import { useChangedPicture, usePrefetchChanged } from "./useChangedPicture";
import { useCompareKeys } from "./useCompareKeys";

export type Change = (change: Partial<CompareState>, step?: "push" | "replace") => void;

interface Props {
  found: ComparisonView;
  state: CompareState;
  onChange: Change;
  onSwap(): void;
}

/** One picture on both sides: A, B, the truth, and what became of each pixel. */
export function ComparePicture({ found, state, onChange, onSwap }: Props) {
  const text = useText().compare.picture;
  const [stage] = useState(() => new Stage());
  const whole = useRef<HTMLDivElement>(null);
  const full = useFullScreen(whole);
  const { classes } = useColours(found.class_set);
  const hidden = hiddenClasses(state.hide, classes);
  const seeds = chosenSeeds(state.seeds, [found.a.runs.length, found.b.runs.length]);
  const sides = { a: found.a.runs[seeds[0]], b: found.b.runs[seeds[1]] };
  useAim(stage, state.at, onChange);

  const pictures = movedPictures(found.moved, state.order);
  const place = placeIn(pictures, state.picture);
  const changed = useChangedPicture({ found, sides, state, hidden, classes, stage });
  usePrefetchChanged(sides, [place.next, place.previous], !changed.isLoading);

  const step = (by: 1 | -1) => {
    const there = by === 1 ? place.next : place.previous;
    if (there) onChange({ picture: there.image, at: null });
  };
  const leave = () => onChange(WITHOUT_PICTURE, "push");
  useCompareKeys({ state, stage, classes, hidden, step, leave, full, onChange });

  const moved = found.moved.find((it) => it.image === state.picture);
  return (
    <Page title={text.titled(state.picture)} hideTitle fill>
      <div ref={whole} className={styles.whole}>
        <div className={styles.top}>
          <p className={styles.name}>
            <button type="button" className={styles.back} onClick={leave}>
              {text.back}
            </button>
            <span aria-hidden="true"> / </span>
            <strong title={state.picture}>{state.picture}</strong>
          </p>
          <StepBar place={place} order={state.order} onStep={step} onOrder={(order) => onChange({ order })} />
          <ZoomBar stage={stage} isFull={full.isFull} onFull={full.toggle} />
        </div>
        <div className={styles.top}>
          <SeedChoice found={found} seeds={seeds} onChange={onChange} onSwap={onSwap} />
          <Tools state={state} onChange={onChange} />
        </div>
        <div className={styles.middle}>
          {changed.error ? (
            <ErrorState error={changed.error} />
          ) : (
            <Panes
              state={state}
              stage={stage}
              changed={changed}
              sides={sides}
              moved={moved}
              onChange={onChange}
            />
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <aside className={styles.side} tabIndex={0} aria-label={text.classes}>
            <ChangeSide
              classes={classes}
              hidden={hidden}
              changed={changed}
              onHidden={(indices) => onChange({ hide: [...indices].map(String) })}
            />
            <p className={styles.own}>
              {([sides.a, sides.b] as const).map(
                (side, index) =>
                  side && (
                    <Link
                      key={side.run}
                      to={pictureLink(side.run, state.picture, { validation: side.validation })}
                    >
                      {text.own(index === 0 ? "A" : "B")}
                    </Link>
                  ),
              )}
            </p>
          </aside>
        </div>
        <ChangeReadout stage={stage} changed={changed} classes={classes} />
      </div>
    </Page>
  );
}
