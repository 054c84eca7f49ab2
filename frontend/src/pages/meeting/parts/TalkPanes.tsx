import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useMemo, useState } from "react";
import { Link } from "react-router";
import type { PictureToTalkAbout } from "@/api/meetings";
import { type PictureAddress, pictureQuery, type RunView } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { Thumbnail } from "@/components/charts/Thumbnail";
import { changeMap } from "@/lib/compare/change-map";
import { classTable, FIRST_LOOK, hiddenAtFirst, type Pane } from "@/lib/picture/look";
import { changeScene } from "@/pages/compare/picture/change-scene";
import { useColours } from "@/pages/picture/hooks/useColours";
import { useLayers } from "@/pages/picture/hooks/useLayers";
import type { Scene } from "@/pages/picture/painter/painter";
import { usePaneCanvas } from "@/pages/picture/panes/usePaneCanvas";
import { Stage } from "@/pages/picture/stage/stage";
import styles from "./Talk.module.css";

interface Props {
  talk: PictureToTalkAbout;
  run: RunView;
  /** Where the picture is looked at closely. */
  address: string;
}

type PaneId = "picture" | "truth" | "before" | "prediction" | "errors" | "moved";

const NONE: ReadonlySet<number> = new Set();

const SHOWN: Record<PaneId, Pane> = {
  picture: { name: "picture" },
  truth: { name: "truth" },
  before: { name: "prediction" },
  prediction: { name: "prediction" },
  errors: { name: "errors" },
  moved: { name: "truth" },
};

/** The whole picture, and around the spot: itself, the truth, what was predicted before and now, and what is wrong. */
export function TalkPanes({ talk, run, address }: Props) {
  const text = useText().meeting.pictures;
  const [stage] = useState(() => new Stage());
  const { run: id, validation, split, sample } = talk;
  const [beforeRun, beforeValidation] = talk.before ?? [null, 0];
  const now = useMemo<PictureAddress>(
    () => ({ run: id, validation, split, sample }),
    [id, validation, split, sample],
  );
  const earlier = useMemo<PictureAddress | null>(
    () => (beforeRun === null ? null : { run: beforeRun, validation: beforeValidation, split, sample }),
    [beforeRun, beforeValidation, split, sample],
  );
  const view = useQuery(pictureQuery(id, validation, sample)).data;
  const earlierView = useQuery({
    ...pictureQuery(beforeRun ?? "", beforeValidation, sample),
    enabled: beforeRun !== null,
  }).data;
  const loaded = useLayers(now, view);
  const before = useLayers(earlier, earlierView).layers.prediction;
  const { classes } = useColours(run.classes);
  const table = useMemo(() => classTable(classes, run.ignore, hiddenAtFirst(classes)), [classes, run.ignore]);
  const raster = loaded.layers.truth ?? loaded.layers.prediction ?? loaded.photo;

  useLayoutEffect(() => {
    if (!raster) return stage.show(null);
    const scene: Scene = {
      size: { width: raster.width, height: raster.height },
      photo: loaded.photo,
      layers: loaded.layers,
      table,
      look: FIRST_LOOK,
    };
    const { truth, prediction } = loaded.layers;
    const counted = { classes: classes.length, hidden: NONE };
    const states = truth && before && prediction && changeMap(truth, before, prediction, counted);
    stage.show(
      scene,
      new Map([
        ["before", { ...scene, layers: { prediction: before } }],
        ["moved", changeScene(scene, states ?? undefined, true)],
      ]),
    );
  }, [stage, raster, loaded.photo, loaded.layers, before, table, classes.length]);

  const box = talk.box ?? null;
  const boxKey = box?.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which box
  useLayoutEffect(() => stage.lookAround(box), [stage, boxKey]);

  const panes: PaneId[] = talk.before
    ? ["picture", "truth", "before", "prediction", "moved"]
    : ["picture", "truth", "prediction", "errors"];
  const gone = loaded.photo ? undefined : loaded.reasons.picture;
  return (
    <>
      {gone && <p className={styles.gone}>{gone}</p>}
      <div className={styles.panes}>
        <figure className={styles.pane}>
          <figcaption>{text.panes.whole}</figcaption>
          <Link to={address} className={styles.whole} aria-label={text.of(text.panes.whole, sample)}>
            <Thumbnail
              run={id}
              validation={validation}
              sample={sample}
              classIndex={talk.class_index}
              box={box}
            />
          </Link>
        </figure>
        {panes.map((pane) => (
          <SpotPane
            key={pane}
            id={pane}
            stage={stage}
            address={address}
            name={text.panes[pane]}
            label={text.of(text.panes[pane], sample)}
          />
        ))}
      </div>
    </>
  );
}

interface SpotProps {
  id: PaneId;
  stage: Stage;
  address: string;
  name: string;
  label: string;
}

/** One pane at the spot; a press opens the picture there. */
function SpotPane({ id, stage, address, name, label }: SpotProps) {
  const { room, canvas } = usePaneCanvas({ id, stage, pane: SHOWN[id] });
  return (
    <figure className={styles.pane}>
      <figcaption>{name}</figcaption>
      <Link to={address} className={styles.spot} tabIndex={-1} aria-label={label}>
        <div ref={room} className={styles.room}>
          <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} />
        </div>
      </Link>
    </figure>
  );
}
