import { useEffect, useRef, useState } from "react";
import type { Layers } from "@/lib/picture/paint";
import type { PairCount } from "@/lib/picture/pairs";
import { findPieces } from "../layers/jobs";
import type { Stage } from "../stage/stage";

/** Which piece of a confused pair is looked at: the first is 0. */
export interface Looked {
  pair: PairCount;
  place: number;
  pieces: number;
  pixels: number;
}

/** Lead from piece to piece of a confused pair: each call to the next, the largest first. */
export function usePieces({ truth, prediction }: Layers, ignore: number, stage: Stage) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const newest = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other label maps have other pieces
  useEffect(() => {
    newest.current++;
    setLooked(null);
  }, [truth, prediction]);

  async function look(pair: PairCount): Promise<void> {
    if (!truth || !prediction) return;
    const asked = ++newest.current;
    const pieces = await findPieces({ truth, prediction, ignore }, pair);
    if (asked !== newest.current) return;
    const isSame = looked?.pair.truth === pair.truth && looked.pair.predicted === pair.predicted;
    const place = isSame ? (looked.place + 1) % pieces.length : 0;
    const piece = pieces[place];
    if (!piece) return;
    stage.lookAround(piece.box);
    setLooked({ pair, place, pieces: pieces.length, pixels: piece.pixels });
  }

  return { looked, look };
}
