import { useLayoutEffect, useRef, useState } from "react";
import type { LayerName, PictureView, Pin } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { ClassSwatch } from "@/components/ClassSwatch";
import { score } from "@/lib/format/number";
import { useMedia } from "@/lib/media/useMedia";
import { columnsFor } from "@/lib/picture/arrange";
import { type Look, type Pane, paneShown } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import { type Point, type Size, toPicture } from "@/lib/picture/view";
import { useStore } from "@/lib/store/useStore";
import type { LoadedLayers } from "../hooks/useLayers";
import type { Stage } from "../stage/stage";
import { Cross } from "./Cross";
import styles from "./Panes.module.css";
import { PaneView } from "./PaneView";
import { Pins } from "./Pins";

interface Props {
  stage: Stage;
  panes: readonly Pane[];
  perClass: boolean;
  look: Look;
  classes: readonly DrawnClass[];
  sample: string;
  view: PictureView | undefined;
  loaded: LoadedLayers;
  size: Size | null;
  pins: readonly Pin[];
  chosenPin: number | null;
  isAdding: boolean;
  onChoosePin(pin: Pin): void;
  /** A spot was tapped, in pixels of the label maps. */
  onTap(spot: Point): void;
}

const CAPTION = 28;
const NEEDS: Record<Pane["name"], readonly LayerName[]> = {
  picture: ["picture"],
  truth: ["truth"],
  prediction: ["prediction"],
  errors: ["truth", "prediction"],
  class: ["truth", "prediction"],
  confidence: ["confidence"],
};

/** All panes of a picture; they look at the same spot. */
export function PaneGrid(props: Props) {
  const { stage, panes, perClass, look, classes, sample, view, loaded, size, pins } = props;
  const text = useText().picture.panes;
  const grid = useRef<HTMLDivElement>(null);
  const room = useRoom(grid);
  const isNarrow = useMedia("(max-width: 45rem)");
  const isMoved = [useStore(stage.aim), useStore(stage.box)].some((it) => it !== null);
  const picture = size ?? { width: 4, height: 3 };
  const columns = isNarrow ? 1 : columnsFor(panes.length, room, picture, CAPTION);
  const ratio = `${picture.width} / ${picture.height}`;

  const nameOf = (pane: Pane): string => {
    if (pane.name !== "class") return text[pane.name];
    return classes.find((it) => it.index === pane.index)?.name ?? String(pane.index);
  };
  const scoreOf = (pane: Pane): string | undefined => {
    if (pane.name === "prediction") return view && `mIoU ${score(view.miou)}`;
    if (pane.name !== "class") return undefined;
    const found = view?.classes.find((it) => it.index === pane.index);
    return found ? `IoU ${score(found.iou)}` : text.absent;
  };

  return (
    <div
      ref={grid}
      data-scrolls={perClass || isNarrow || undefined}
      className={[
        perClass ? styles.classes : styles.grid,
        isMoved && styles.moved,
        props.isAdding && styles.adding,
      ]
        .filter(Boolean)
        .join(" ")}
      style={perClass ? undefined : { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {panes.map((wanted, index) => {
        const pane = paneShown(wanted, look, classes);
        const ofClass = pane.name === "class" ? classes.find((it) => it.index === pane.index) : undefined;
        const name = ofClass && wanted.name === "errors" ? text.errorsOf(ofClass.name) : nameOf(pane);
        const reason = NEEDS[pane.name]
          .map((layer) => loaded.reasons[layer])
          .find((why) => why !== undefined);
        const id = wanted.name === "class" ? `class-${wanted.index}` : wanted.name;
        return (
          <div
            key={id}
            className={styles.cell}
            style={perClass || isNarrow ? { aspectRatio: ratio } : undefined}
          >
            <PaneView
              id={id}
              stage={stage}
              pane={pane}
              name={name}
              title={ofClass && wanted.name === "class" ? <ClassSwatch {...ofClass} /> : name}
              aside={scoreOf(pane)}
              sample={sample}
              reason={reason}
              isLoading={loaded.isLoading}
              onTap={(place) => props.onTap(spotOf(stage, grid.current, id, place))}
            >
              <Cross stage={stage} />
              <Pins
                pins={pins}
                stage={stage}
                chosen={props.chosenPin}
                isMain={index === 0}
                onChoose={props.onChoosePin}
              />
            </PaneView>
          </div>
        );
      })}
    </div>
  );
}

function spotOf(stage: Stage, grid: HTMLElement | null, id: string, place: Point): Point {
  const canvas = grid?.querySelector(`[data-pane="${id}"] canvas`);
  const pane = { width: canvas?.clientWidth ?? 1, height: canvas?.clientHeight ?? 1 };
  return toPicture(stage.view(pane), pane, place);
}

function useRoom(element: React.RefObject<HTMLElement | null>): Size {
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const found = element.current;
    if (!found) return;
    const measure = () => setRoom({ width: found.clientWidth, height: found.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(found);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
