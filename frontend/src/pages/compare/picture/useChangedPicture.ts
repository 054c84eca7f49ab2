import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useMemo } from "react";
import type { ComparedRun, ComparisonView, PictureChange } from "@/api/comparison";
import { type PictureAddress, type PictureView, pictureQuery } from "@/api/pictures";
import type { CompareState } from "@/lib/compare/address";
import { type ClassChange, changeMap, changesByClass } from "@/lib/compare/change-map";
import { classTable, FIRST_LOOK, type Look } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import type { Raster } from "@/lib/picture/png";
import type { Size } from "@/lib/picture/view";
import { type LoadedLayers, useLayers, usePrefetch } from "@/pages/picture/hooks/useLayers";
import type { Scene } from "@/pages/picture/painter/painter";
import type { Stage } from "@/pages/picture/stage/stage";
import { changeScene } from "./change-scene";

export interface Sides {
  a: ComparedRun | undefined;
  b: ComparedRun | undefined;
}

export interface ChangedPicture {
  a: Raster | undefined;
  b: Raster | undefined;
  truth: Raster | undefined;
  /** What became of each pixel; null where the maps differ in size, undefined until they are here. */
  states: Raster | null | undefined;
  /** Of each class by truth. */
  counts: readonly ClassChange[] | undefined;
  views: { a: PictureView | undefined; b: PictureView | undefined };
  loaded: { a: LoadedLayers; b: LoadedLayers };
  size: Size | null;
  isLoading: boolean;
  /** One side has no such picture, or nobody answers. */
  error: Error | null;
}

interface Options {
  found: ComparisonView;
  sides: Sides;
  state: CompareState;
  hidden: ReadonlySet<number>;
  classes: readonly DrawnClass[];
  stage: Stage;
}

/** Load a picture of both sides, compare them pixel by pixel, and let the stage show it all. */
export function useChangedPicture({ found, sides, state, hidden, classes, stage }: Options): ChangedPicture {
  const a = useSide(sides.a, state.picture);
  const b = useSide(sides.b, state.picture);
  const before = a.loaded.layers.prediction;
  const after = b.loaded.layers.prediction;
  const truth = b.loaded.layers.truth ?? a.loaded.layers.truth;
  const photo = b.loaded.photo ?? a.loaded.photo;
  const hiddenKey = [...hidden].join(",");

  const all = useMemo(
    () =>
      truth && before && after && changeMap(truth, before, after, { classes: classes.length, hidden: NONE }),
    [truth, before, after, classes.length],
  );
  const counts = useMemo(
    () => (truth && all ? changesByClass(truth, all, classes.length) : undefined),
    [truth, all, classes.length],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which classes are hidden
  const states = useMemo(() => {
    if (!hiddenKey || !truth || !before || !after) return all;
    return changeMap(truth, before, after, { classes: classes.length, hidden });
  }, [all, truth, before, after, classes.length, hiddenKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which classes are hidden
  const table = useMemo(() => classTable(classes, found.ignore, hidden), [classes, found.ignore, hiddenKey]);
  const raster = truth ?? before ?? after ?? photo;
  const size = useMemo(() => raster && { width: raster.width, height: raster.height }, [raster]);
  const { overlay, hatch, opacity, still } = state;

  useLayoutEffect(() => {
    if (!size) return stage.show(null);
    const look: Look = { ...FIRST_LOOK, overlay, hatch, opacity: opacity / 100 };
    const ground = { size, photo, table, look };
    const layers = { truth };
    const own = new Map<string, Scene>([
      ["a", { ...ground, layers: { truth, prediction: before } }],
      ["b", { ...ground, layers: { truth, prediction: after } }],
      ["moved", changeScene({ ...ground, layers: {} }, states ?? undefined, still)],
    ]);
    stage.show({ ...ground, layers }, own);
  }, [stage, size, photo, table, truth, before, after, states, overlay, hatch, opacity, still]);

  return {
    a: before,
    b: after,
    truth,
    states,
    counts,
    views: { a: a.view, b: b.view },
    loaded: { a: a.loaded, b: b.loaded },
    size: size ?? null,
    isLoading: a.loaded.isLoading || b.loaded.isLoading,
    error: a.error ?? b.error,
  };
}

const NONE: ReadonlySet<number> = new Set();

function useSide(run: ComparedRun | undefined, sample: string) {
  const id = run?.run;
  const validation = run?.validation ?? 0;
  const split = run?.split ?? "";
  const address = useMemo<PictureAddress | null>(
    () => (id === undefined ? null : { run: id, validation, split, sample }),
    [id, validation, split, sample],
  );
  const { data: view, error } = useQuery({
    ...pictureQuery(id ?? "", validation, sample),
    enabled: id !== undefined,
  });
  return { view, error, loaded: useLayers(address, view) };
}

/** Decode the neighbours' layers on both sides while one looks. */
export function usePrefetchChanged(
  { a, b }: Sides,
  pictures: readonly (PictureChange | null)[],
  ready: boolean,
): void {
  const addresses = pictures.flatMap((picture) =>
    [a, b].flatMap((run): PictureAddress[] =>
      picture && run
        ? [{ run: run.run, validation: run.validation, split: run.split, sample: picture.image }]
        : [],
    ),
  );
  usePrefetch(addresses, ready);
}
