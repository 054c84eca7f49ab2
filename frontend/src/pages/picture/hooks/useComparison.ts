import { useEffect, useState } from "react";
import { discRadius } from "@/lib/picture/kinds";
import type { Layers } from "@/lib/picture/paint";
import type { PairCount } from "@/lib/picture/pairs";
import type { Raster } from "@/lib/picture/png";
import { countPairs, findKinds } from "../layers/jobs";

/** What came of comparing a prediction with its ground truth; kept as long as the prediction is. */
const pairsOf = new WeakMap<Raster, PairCount[]>();
const kindsOf = new WeakMap<Raster, Uint8Array>();

/** Count the wrong pixels by true and predicted class; undefined until it is done. */
export function usePairs({ truth, prediction }: Layers, ignore: number): PairCount[] | undefined {
  return useWork(pairsOf, truth, prediction, (maps) => countPairs({ ...maps, ignore }), true);
}

/** Find the kind of every wrong pixel, where it is wanted; undefined until it is done. */
export function useErrorKinds(
  { truth, prediction }: Layers,
  ignore: number,
  share: number,
  wanted: boolean,
): Uint8Array | undefined {
  const work = (maps: { truth: Raster; prediction: Raster }) =>
    findKinds({ ...maps, ignore }, discRadius(share, maps.truth.width, maps.truth.height));
  return useWork(kindsOf, truth, prediction, work, wanted);
}

function useWork<T>(
  done: WeakMap<Raster, T>,
  truth: Raster | undefined,
  prediction: Raster | undefined,
  work: (maps: { truth: Raster; prediction: Raster }) => Promise<T>,
  wanted: boolean,
): T | undefined {
  const [, setNewest] = useState<T>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps say when there is other work
  useEffect(() => {
    if (!wanted || !truth || !prediction || done.has(prediction)) return;
    if (truth.width !== prediction.width || truth.height !== prediction.height) return;
    let isWanted = true;
    work({ truth, prediction }).then(
      (result) => {
        done.set(prediction, result);
        if (isWanted) setNewest(() => result);
      },
      () => undefined, // the panes still show what is wrong
    );
    return () => {
      isWanted = false;
    };
  }, [truth, prediction, wanted]);
  return wanted && prediction ? done.get(prediction) : undefined;
}
