import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import type { LayerName, PictureAddress, PictureView } from "@/api/pictures";
import { layerUrl, pictureQuery } from "@/api/pictures";
import type { Layers } from "@/lib/picture/paint";
import { type Decoded, layerStore } from "../layers/layer-store";

export interface LoadedLayers {
  photo: ImageBitmap | null;
  layers: Layers;
  /** Why a layer is not there, in the server's words. */
  reasons: Partial<Record<LayerName, string>>;
  /** Something is still on its way. */
  isLoading: boolean;
}

const NAMES: readonly LayerName[] = ["prediction", "truth", "picture", "confidence"];
type Parts = Partial<Decoded>;

/** Give the decoded layers of a picture: at once those that were prefetched, the others as they come. */
export function useLayers(address: PictureAddress | null, view: PictureView | undefined): LoadedLayers {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const [failed, setFailed] = useState<Record<string, string>>({});
  const available = useMemo(
    () => (view ? NAMES.filter((name) => view.layers.some((it) => it.name === name && it.available)) : []),
    [view],
  );

  useEffect(() => {
    if (!address) return;
    const user = new AbortController();
    for (const name of available) {
      layerStore.load(name, address, user.signal).then(drawAgain, (error: unknown) => {
        if (user.signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        setFailed((before) => ({ ...before, [layerUrl(name, address)]: reason }));
      });
    }
    return () => user.abort();
  }, [address, available]);

  const { picture, truth, prediction, confidence } = useHeld(address, available);
  const layers = useMemo(() => ({ truth, prediction, confidence }), [truth, prediction, confidence]);
  const reasons: LoadedLayers["reasons"] = {};
  let isLoading = !view;
  for (const { name, available: isThere, reason } of view?.layers ?? []) {
    const failure = address ? failed[layerUrl(name, address)] : undefined;
    if (!isThere || failure) reasons[name] = failure ?? reason ?? "";
    else if (!{ picture, truth, prediction, confidence }[name]) isLoading = true;
  }
  return { photo: picture ?? null, layers, reasons, isLoading };
}

/** What is shown stays, even where the store needed its room for something else. */
function useHeld(address: PictureAddress | null, available: readonly LayerName[]): Parts {
  const held = useRef(new Map<string, unknown>());
  const now = new Map<string, unknown>();
  const parts: Record<string, unknown> = {};
  for (const name of address ? available : []) {
    const url = layerUrl(name, address as PictureAddress);
    const part = layerStore.peek(name, address as PictureAddress) ?? held.current.get(url);
    if (!part) continue;
    now.set(url, part);
    parts[name] = part;
  }
  useEffect(() => {
    held.current = now;
  });
  return parts as Parts;
}

/** Decode what comes next, one picture after the other, as soon as `ready`. */
export function usePrefetch(addresses: readonly PictureAddress[], ready: boolean): void {
  const client = useQueryClient();
  const key = JSON.stringify(addresses);
  useEffect(() => {
    if (!ready) return;
    const user = new AbortController();
    void (async () => {
      for (const address of JSON.parse(key) as PictureAddress[]) {
        const view = await client.ensureQueryData(
          pictureQuery(address.run, address.validation, address.sample),
        );
        const names = NAMES.filter((name) => view.layers.some((it) => it.name === name && it.available));
        await Promise.all(names.map((name) => layerStore.load(name, address, user.signal)));
      }
    })().catch(() => undefined); // what fails is told when it is shown
    return () => user.abort();
  }, [client, key, ready]);
}
