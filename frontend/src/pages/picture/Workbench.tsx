import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { type PictureAddress, pictureQuery, type RunView } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { ErrorState } from "@/components/ErrorState";
import { paths } from "@/lib/paths/paths";
import { boundaryWidth } from "@/lib/picture/kinds";
import { listSearch } from "@/lib/picture/list";
import { allBut, classTable, paneShown, panesOf, toggledPane } from "@/lib/picture/look";
import { EpochBar } from "./bar/EpochBar";
import { ListBar } from "./bar/ListBar";
import { LookBar } from "./bar/LookBar";
import { Readout } from "./bar/Readout";
import { ZoomBar } from "./bar/ZoomBar";
import { useColours } from "./hooks/useColours";
import { useErrorKinds, usePairs } from "./hooks/useComparison";
import { useFullScreen } from "./hooks/useFullScreen";
import { useLayers, usePrefetch } from "./hooks/useLayers";
import { useNeighbours } from "./hooks/useNeighbours";
import { useNewValidations } from "./hooks/useNewValidations";
import { useNotes } from "./hooks/useNotes";
import { usePictureKeys } from "./hooks/usePictureKeys";
import { usePictureState } from "./hooks/usePictureState";
import { usePieces } from "./hooks/usePieces";
import { useSteps } from "./hooks/useSteps";
import { PaneGrid } from "./panes/PaneGrid";
import { ClassList } from "./side/ClassList";
import { Legend } from "./side/Legend";
import { Notes } from "./side/Notes";
import { WrongTable } from "./side/WrongTable";
import { Stage } from "./stage/stage";
import styles from "./Workbench.module.css";

interface Props {
  run: RunView;
  sample: string;
}

/** A picture with all that can be seen of it, and what is around. */
export function Workbench({ run, sample }: Props) {
  const text = useText().picture;
  const navigate = useNavigate();
  const [stage] = useState(() => new Stage());
  const whole = useRef<HTMLDivElement>(null);
  const colours = useColours(run.classes);
  const state = usePictureState(run.classes, stage);
  const { shown } = state;
  const { look } = shown;

  const validation = shown.validation ?? run.brief.best ?? run.validations.at(-1)?.index ?? 0;
  const facts = run.validations.find((it) => it.index === validation);
  const split = facts?.split ?? run.brief.split;
  const id = run.brief.id;
  const address = useMemo<PictureAddress>(
    () => ({ run: id, validation, split, sample }),
    [id, validation, split, sample],
  );
  const query = useQuery(pictureQuery(id, validation, sample));
  const view = query.data;
  const loaded = useLayers(address, view);
  const { truth, prediction, confidence } = loaded.layers;

  const kinds = useErrorKinds(loaded.layers, run.ignore, boundaryWidth(facts?.rule ?? ""), look.kinds);
  const pairs = usePairs(loaded.layers, run.ignore);
  const pieces = usePieces(loaded.layers, run.ignore, stage);
  const layers = useMemo(() => ({ ...loaded.layers, kinds }), [loaded.layers, kinds]);
  const table = useMemo(
    () => classTable(colours.classes, run.ignore, look.hidden),
    [colours.classes, run.ignore, look.hidden],
  );
  const raster = truth ?? prediction ?? confidence ?? loaded.photo;
  const size = useMemo(() => raster && { width: raster.width, height: raster.height }, [raster]);
  useLayoutEffect(() => {
    stage.show(size ? { size, photo: loaded.photo, layers, table, look } : null);
  }, [stage, size, loaded.photo, layers, table, look]);

  const neighbours = useNeighbours(id, validation, shown.list, sample, shown.place);
  const epochs = view?.epochs ?? [];
  const epoch = epochs.findIndex((it) => it.validation === validation);
  const nextAddresses = [
    ...[neighbours?.next, neighbours?.previous].map((it) => it && { ...address, sample: it.sample }),
    ...[epochs[epoch + 1], epochs[epoch - 1]].map(
      (it) => it?.kept && { ...address, validation: it.validation },
    ),
  ].filter((it) => it !== null && it !== undefined && it !== false);
  usePrefetch(nextAddresses as PictureAddress[], !loaded.isLoading && neighbours !== undefined);

  const step = useSteps(neighbours, (there, place) => {
    const search = state.queryFor({ place });
    navigate(
      { pathname: paths.picture(id, there.sample), search },
      { replace: true, state: { keepFocus: true } },
    );
  });

  function stepEpoch(by: 1 | -1): void {
    const there = epochs[epoch + by];
    if (there) state.change({ validation: there.validation });
  }

  useNewValidations(id, run.validations.length);
  const notes = useNotes({ run: id, validation, split, sample, pins: view?.pins, stage });
  const full = useFullScreen(whole);
  const listPath = `${paths.pictures(id)}${listSearch(shown.list, shown.validation, neighbours?.place)}`;
  usePictureKeys({
    state,
    stage,
    classes: run.classes,
    step,
    stepEpoch,
    notes,
    full,
    leave: () => navigate(listPath),
  });

  const panes = panesOf(shown.panes, shown.perClass, look, run.classes, view?.classes);
  const drawn = panes.map((pane) => paneShown(pane, look, run.classes));
  return (
    <Page title={text.named(sample)} hideTitle fill>
      <div ref={whole} className={styles.whole}>
        <div className={styles.top}>
          <p className={styles.name}>
            <Link to={paths.run(id)}>{run.brief.name}</Link>
            <span aria-hidden="true"> / </span>
            <strong title={sample}>{sample}</strong>
          </p>
          <ListBar
            listPath={listPath}
            neighbours={neighbours}
            onPrevious={() => step(-1)}
            onNext={() => step(1)}
          />
          <EpochBar
            epochs={epochs}
            validation={validation}
            best={run.brief.best}
            onChange={(there) => state.change({ validation: there })}
          />
          <ZoomBar stage={stage} isFull={full.isFull} onFull={full.toggle} />
        </div>
        {!query.error && (
          <LookBar
            shown={shown}
            onPane={(name) => state.change(toggledPane(shown, name))}
            onPerClass={() => state.change({ perClass: !shown.perClass })}
            onLook={state.changeLook}
          />
        )}
        {query.error ? (
          <ErrorState error={query.error} page onRetry={() => void query.refetch()} />
        ) : (
          <div className={styles.middle}>
            <PaneGrid
              stage={stage}
              panes={panes}
              perClass={shown.perClass}
              look={look}
              classes={colours.classes}
              sample={sample}
              view={view}
              loaded={loaded}
              size={size ?? null}
              pins={notes.pins}
              chosenPin={notes.chosen}
              isAdding={notes.isAdding && notes.spot === null}
              onChoosePin={notes.choose}
              onTap={notes.tap}
            />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
            <aside className={styles.side} tabIndex={0} aria-label={text.wrong.title}>
              <ClassList
                classes={colours.classes}
                results={view?.classes ?? []}
                hidden={look.hidden}
                isRecoloured={colours.isEdited}
                onHidden={(hidden) => state.changeLook({ hidden })}
                onColour={colours.choose}
                onResetColours={colours.reset}
              />
              <Legend
                panes={drawn}
                look={look}
                isCounting={look.kinds && !kinds && prediction !== undefined}
              />
              <WrongTable
                pairs={pairs}
                classes={colours.classes}
                results={view?.classes ?? []}
                wrong={view?.wrong}
                isComparable={truth !== undefined && prediction !== undefined}
                looked={pieces.looked}
                onShow={(pair) => {
                  state.changeLook({ hidden: allBut(run.classes, [pair.truth, pair.predicted]) });
                  void pieces.look(pair);
                }}
              />
              <Notes
                {...notes}
                onAdd={notes.begin}
                onCancel={notes.cancel}
                onSave={notes.save}
                onChoose={notes.choose}
                onRemove={notes.remove}
              />
            </aside>
          </div>
        )}
        {!query.error && (
          <Readout stage={stage} layers={layers} classes={colours.classes} ignore={run.ignore} />
        )}
      </div>
    </Page>
  );
}
